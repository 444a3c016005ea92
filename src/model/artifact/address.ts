import { Fetched } from './artifact-source';
import { Problems } from '../../border/problems';
import { refuseSecrets } from '../../border/uri';

/** The form of each address, and an example of it. */
const FORMS: { readonly [kind in Fetched['kind']]: { readonly form: RegExp; readonly example: string; readonly property: string } } = {
  s3: { form: /^s3:\/\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](\/[^?#]*)?$/, example: 's3://models/llama-3.1-8b/1.4.0/', property: 'uri' },
  gcs: { form: /^gs:\/\/[a-z0-9][a-z0-9._-]{1,220}[a-z0-9](\/[^?#]*)?$/, example: 'gs://models/llama-3.1-8b/1.4.0/', property: 'uri' },
  azure: { form: /^az:\/\/[a-z0-9]{3,24}\/[a-z0-9$-]{3,63}(\/[^?#]*)?$/, example: 'az://account/container/llama-3.1-8b/1.4.0/', property: 'uri' },
  https: { form: /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[^?#\s]*)?$/, example: 'https://files.example.com/models/sentiment/1.2.0/', property: 'url' },
  huggingFace: { form: /^hf:\/\/[\w.-]+(\/[\w.-]+)?@.*$/s, example: 'meta-llama/Llama-3.1-8B-Instruct', property: 'repository' },
  mlflow: { form: /^models:\/\/[^/:@?#]+\/.*$/s, example: 'fraud-detector', property: 'model' },
};
/** What takes the place of a credential in an address. */
const REMEDY = 'leave it out, and give the workload an identity or the artifact credentials: ArtifactCredentials.fromSecret(…)';
const ENDPOINT = /^https?:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/[^?#\s]*)?$/;

/** Records what is wrong with an address. What might be a credential is refused first, and its value is not repeated. */
export function checkAddress(problems: Problems, property: string, { kind, address, endpoint }: Fetched): void {
  const { form, example, property: name } = FORMS[kind];
  const given = kind === 'huggingFace' ? address.slice('hf://'.length, address.lastIndexOf('@')) : kind === 'mlflow' ? address.slice('models://'.length, address.lastIndexOf('/')) : address;
  if (!refuseSecrets(problems, `${property}.${name}`, given, REMEDY) && !form.test(address)) {
    problems.add(`${property}.${name}`, `of the form ${example}`, given, 'correct it');
  }
  const revision = address.slice(address.lastIndexOf(kind === 'huggingFace' ? '@' : '/') + 1);
  if (kind === 'huggingFace' && !/^[0-9a-f]{40}$/.test(revision)) {
    problems.add(`${property}.revision`, 'a commit of 40 hexadecimal digits', revision, 'a branch or tag moves; copy the commit from the repository\'s history');
  }
  if (kind === 'mlflow' && !/^[1-9]\d*$/.test(revision)) {
    problems.add(`${property}.version`, 'the number of a version', revision, 'an alias or a stage moves; give the number that it stands for');
  }
  const server = kind === 'mlflow' ? 'trackingUri' : 'endpoint';
  if (endpoint !== undefined && !refuseSecrets(problems, `${property}.${server}`, endpoint, REMEDY) && !ENDPOINT.test(endpoint)) {
    problems.add(`${property}.${server}`, 'an address without a query', endpoint, 'write for example "https://objects.example.com"');
  }
}
