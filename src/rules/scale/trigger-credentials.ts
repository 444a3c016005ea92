import { SCALED_JOB } from '../../capacity/job-pods';
import { Severity } from '../../manifest/finding';
import { SCALED_OBJECT } from '../../reading/scalers';
import { mapOf, mapsOf, textOf } from '../../reading/shape';
import { Rule } from '../rule';

/** Settings of KEDA's scalers that hold nothing but a credential; their twins ending in `FromEnv` name a variable that does. */
const SECRET = new Set([
  'password', 'sentinelPassword', 'apiKey', 'clientSecret', 'credentials', 'personalAccessToken', 'awsSecretAccessKey', 'awsAccessKeyID', 'bearerToken', 'token', 'accessToken',
]);
/** `user:password@` in a URL; the key of an Azure connection string. */
const CREDENTIALS = /^[a-z][a-z0-9+.-]*:\/\/[^/\s]*:[^/\s]+@|(^|;)\s*(AccountKey|SharedAccessKey|SharedAccessSignature|Password)=/i;

/** A password in a trigger. */
export const triggerCredentials: Rule = {
  id: 'ML-SCALE-010',
  title: 'no credentials stand in a trigger',
  severity: Severity.WARNING,
  why: 'Whoever may read the manifests, or the object in the cluster, reads the password with them, and it is changed by whoever may change the scaler only. https://keda.sh/docs/latest/concepts/authentication/',
  fix: 'Put it into a Secret, name its key in a TriggerAuthentication (secretTargetRef), and that in authenticationRef; or use the identity of the workload.',
  example: "ScaledJob 'embedder' has credentials in its trigger rabbitmq (metadata.host); put them into a Secret and name it in a TriggerAuthentication",
  judges: [SCALED_OBJECT, SCALED_JOB],
  check(set, report) {
    for (const subject of [SCALED_OBJECT, SCALED_JOB].flatMap((kind) => set.ofKind(kind))) {
      for (const trigger of mapsOf(subject.spec.triggers)) {
        const metadata = mapOf(trigger.metadata);
        const found = Object.keys(metadata).filter((key) => holdsCredentials(key, metadata[key]));
        if (found.length > 0) {
          report(subject, `${subject.called} has credentials in its trigger ${textOf(trigger.type) ?? ''} (${found.map((key) => `metadata.${key}`).join(', ')}); `
            + 'put them into a Secret and name it in a TriggerAuthentication');
        }
      }
    }
  },
};

function holdsCredentials(key: string, value: unknown): boolean {
  const text = textOf(value) ?? '';
  return (SECRET.has(key) && text !== '') || CREDENTIALS.test(text);
}
