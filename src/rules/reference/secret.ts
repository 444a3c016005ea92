import { ABSENT, absentText, reportAbsent } from './absent';
import { reportMissingKeys } from './keys';
import { madeSecrets, makesCertificate } from './secret-makers';
import { Severity } from '../../manifest/finding';
import { mapsOf } from '../../reading/shape';
import { Rule } from '../rule';

const INGRESS = 'networking.k8s.io/Ingress';

/** Secrets and keys that pods and routes need and nobody has. */
export const secretReference: Rule = {
  id: 'ML-REF-002',
  title: 'the Secrets and keys that pods and Ingresses take exist',
  severity: Severity.ERROR,
  why: 'A container whose Secret or key is missing waits without an end; an image whose pull secret is missing is not pulled; an Ingress without its certificate serves a self-signed one. An error where the Secret is there and lacks the key; a warning where the whole of it may come from somebody else, as Secrets should.',
  fix: 'Mend the name or the key, or declare the Secret: External.declare(chart, { kind: "Secret", name: "…", keys: ["…"] }).',
  example: "env MODEL_VERSION of container 'server' of Deployment 'chat' takes key 'tokn' of Secret 'token', which has token; mend the key (is it 'token'?) or add it",
  judges: [...ABSENT.judges, INGRESS],
  check(set, report) {
    const isMade = madeSecrets(set);
    reportAbsent(set, report, 'Secret', isMade);
    reportMissingKeys(set, report, 'Secret');
    for (const ingress of set.ofKind(INGRESS)) {
      for (const { secretName } of makesCertificate(ingress) ? [] : mapsOf(ingress.spec.tls)) {
        const { namespace } = ingress;
        if (typeof secretName === 'string' && secretName !== '' && !isMade(namespace, secretName) && !set.find('Secret', namespace, secretName) && !set.external('Secret', namespace, secretName)) {
          report(ingress, absentText(set, ingress, `tls of ${ingress.called}`, 'Secret', secretName), Severity.WARNING);
        }
      }
    }
  },
};
