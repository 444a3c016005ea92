import { eachContainer } from './each-container';
import { Faults, given } from './faults';
import { isConfigKey, isDnsLabel } from '../../border/names';
import { Severity } from '../../manifest/finding';
import { PodTemplate, WORKLOADS } from '../../reading/pod-template';
import { listOf, mapOf, mapsOf, Shape } from '../../reading/shape';
import { Rule } from '../rule';

const SOURCES = ['configMapKeyRef', 'secretKeyRef', 'fieldRef', 'resourceFieldRef', 'fileKeyRef'];
// any printable ASCII but '=' (RelaxedEnvironmentVariableValidation)
const ENV_NAME = /^[\x20-\x3c\x3e-\x7e]+$/;

/** Containers that the API server refuses for their names, images or environment. */
export const containers: Rule = {
  id: 'ML-API-003',
  title: 'containers have legal and different names, an image and a legal environment',
  severity: Severity.ERROR,
  why: 'The API server refuses the pod (validateContainers, ValidateEnv). A workload is refused at once; without validation its pods would be.',
  fix: 'Give each container of the pod a name of its own and an image; put numbers and booleans in the environment into quotes.',
  example: "container 'server' of Deployment 'chat': env.PORT must be a text, got 8080; put it in quotes",
  judges: WORKLOADS,
  check(set, report) {
    for (const template of set.templates) {
      checkList(new Faults(report, template.owner), template);
    }
    eachContainer(set, report, (faults, { shape, name }) => {
      if (name !== '' && !isDnsLabel(name)) {
        faults.must('name', "a DNS label (at most 63 of a-z, 0-9 and '-', starting and ending with a letter or digit)", name, 'choose another name');
      }
      faults.required('image', shape.image, 'name the image that the container runs');
      faults.oneOf('imagePullPolicy', shape.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']);
      checkEnv(faults, shape);
    });
  },
};

function checkList(faults: Faults, template: PodTemplate): void {
  if (template.containers.length === 0) {
    faults.must('spec.containers', 'a list with at least one container', template.spec.containers, 'give the pod a container');
  }
  const seen = new Set<string>();
  for (const { name, at } of template.all) {
    if (name === '') {
      faults.must(`${at}.name`, 'a text that is not empty', undefined, 'give the container a name');
    } else if (seen.has(name)) {
      faults.say(`two containers are called '${name}'; give one of them another name`);
    }
    seen.add(name);
  }
}

function checkEnv(faults: Faults, shape: Shape): void {
  if (given(shape.env) && !Array.isArray(shape.env)) {
    faults.must('env', 'a list of names with values', shape.env, 'write - name: KEY and value: "text" for each');
  }
  for (const variable of mapsOf(shape.env)) {
    if (!faults.required('the name of an env variable', variable.name, 'give it a name')) {
      continue;
    }
    const field = `env.${variable.name}`;
    if (!ENV_NAME.test(variable.name)) {
      faults.must('the name of an env variable', "made of printable ASCII characters other than '='", variable.name, 'choose another name');
    }
    if (given(variable.value) && typeof variable.value !== 'string') {
      faults.must(field, 'a text', variable.value, 'put it in quotes');
    }
    if (given(variable.valueFrom)) {
      checkValueFrom(faults, field, variable);
    }
  }
  for (const [i, source] of mapsOf(shape.envFrom).entries()) {
    faults.exactlyOne(`envFrom[${i}]`, source, ['configMapRef', 'secretRef']);
    for (const kind of ['configMapRef', 'secretRef']) {
      if (given(source[kind])) {
        faults.required(`envFrom[${i}].${kind}.name`, mapOf(source[kind]).name, 'name the object');
      }
    }
  }
  if (listOf(shape.envFrom).length === 0 && given(shape.envFrom) && !Array.isArray(shape.envFrom)) {
    faults.must('envFrom', 'a list of sources', shape.envFrom, 'write - configMapRef: {name: …} for each');
  }
}

function checkValueFrom(faults: Faults, field: string, variable: Shape): void {
  const source = mapOf(variable.valueFrom);
  if (typeof variable.value === 'string' && variable.value !== '') {
    faults.say(`${field} has both value and valueFrom, and may have only one; leave one`);
    return;
  }
  faults.exactlyOne(`${field}.valueFrom`, source, SOURCES);
  for (const kind of ['configMapKeyRef', 'secretKeyRef']) {
    if (given(source[kind])) {
      const ref = mapOf(source[kind]);
      faults.required(`${field}.valueFrom.${kind}.name`, ref.name, 'name the object that holds the value');
      if (faults.required(`${field}.valueFrom.${kind}.key`, ref.key, 'name the key of the value') && !isConfigKey(ref.key)) {
        faults.must(`${field}.valueFrom.${kind}.key`, "a key of A-Z, a-z, 0-9, '-', '_' and '.'", ref.key, 'write the key as the object has it');
      }
    }
  }
}
