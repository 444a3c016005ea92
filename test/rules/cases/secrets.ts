import { Cases } from './case';
import { config, container, cronJob, deployment, job, object, template, withContainer } from '../manifests';

const says = (what: string) => `${what}, which everybody sees who may read the manifests or the object; put it into a Secret, and take it from there with SecretSource.asFiles or SecretSource.asEnv`;
const env = (values: { readonly [name: string]: unknown }) => Object.entries(values).map(([name, value]) => ({ name, value }));
const server = "container 'server' of Deployment 'chat'";

/** Passwords that stand in manifests. */
export const secrets: Cases = {
  broken: [
    {
      rule: 'ML-SEC-003',
      name: 'passwords in addresses, of variables and of arguments',
      objects: [withContainer({
        env: env({
          BROKER_URL: 'amqp://guest:guest@rabbitmq:5672/', CACHE: 'redis://:pw@cache', SEVERAL: 'http://a:80,postgresql+asyncpg://me:p%40w@db/x',
        }),
        command: ['serve', '--db=postgres://me:pw@db/x'],
        args: ['--db', 'postgres://me:pw@db/x', 5],
      })],
      says: [
        ...['BROKER_URL', 'CACHE', 'SEVERAL'].map((name) => says(`${server} has a password in the address in env ${name}`)),
        ...['command[1]', 'args[1]'].map((at) => says(`${server} has a password in the address in ${at}`)),
      ],
    },
    {
      rule: 'ML-SEC-003',
      name: 'variables of names that say so',
      objects: [withContainer({ env: env({ AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG', WANDB_API_KEY: '0123', PGPASSWORD: '1234', HF_TOKEN: 'hf_a', client_secret: 'x', AZURE_CONNECTION_STRING: 'Endpoint=sb://x/;SharedAccessKey=a' }) })],
      says: ['AWS_SECRET_ACCESS_KEY', 'WANDB_API_KEY', 'PGPASSWORD', 'HF_TOKEN', 'client_secret', 'AZURE_CONNECTION_STRING'].map((name) => says(`${server} has the plain value of env ${name}`)),
    },
    {
      rule: 'ML-SEC-003',
      name: 'flags of names that say so, and the words after them',
      objects: [withContainer({ command: ['serve', '--api-key', 'sk-1'], args: ['--db-password=pw', '-token=hf_a', '--oidc-client-secret', 'x', '--api_key'] })],
      says: ['--api-key in command[1]', '--db-password in args[0]', '-token in args[1]', '--oidc-client-secret in args[2]'].map((at) => says(`${server} has the plain value of ${at}`)),
    },
    {
      rule: 'ML-SEC-003',
      name: 'any pod and any container, a TrainJob and a ConfigMap too',
      objects: [
        job({}, { initContainers: [container({ name: 'fetch', env: env({ DB_PASSWORD: 'pw' }) })] }),
        cronJob({ jobTemplate: { spec: { template: template({ restartPolicy: 'Never', containers: [container({ env: env({ DB_PASSWORD: 'pw' }) })] }) } } }),
        object('trainer.kubeflow.org/v1alpha1', 'TrainJob', 'tune', { spec: { runtimeRef: { name: 'torch-distributed' }, trainer: { env: env({ WANDB_API_KEY: 'abc' }) } } }),
        config({ 'settings.yaml': 'log: info\ndb: "mysql://me:pw@db/x"\n', 'DB_PASSWORD': 'pw' }),
      ],
      says: [
        says("init container 'fetch' of Job 'train' has the plain value of env DB_PASSWORD"),
        says("container 'server' of CronJob 'score' has the plain value of env DB_PASSWORD"),
        says("container 'node' of TrainJob 'tune' has the plain value of env WANDB_API_KEY"),
        says("ConfigMap 'ml-config' has a password in an address in key 'settings.yaml'"),
        says("ConfigMap 'ml-config' has the plain value of key 'DB_PASSWORD'"),
      ],
    },
  ],
  nearMisses: [
    {
      rule: 'ML-SEC-003',
      name: 'names of other things, and values that are none of a secret',
      objects: [withContainer({
        env: [
          ...env({
            TOKENIZERS_PARALLELISM: 'false',
            MAX_TOKENS: '512',
            PAD_TOKEN: '<pad>',
            MAX_TOKEN: '5',
            SECRETS_DIR: 'x',
            PASSWORD_FILE: '/run/secrets/db',
            DB_PASSWORD: '/run/secrets/db',
            HF_TOKEN: '',
            USE_AUTH_TOKEN: 'true',
            API_TOKEN: '$(OTHER)',
            APP_SECRET: 'vault:secret/data/x#y',
            MONGO_CONNECTION_STRING: 'mongodb://db/x',
          }),
          { name: 'FROM_SECRET_TOKEN', valueFrom: { secretKeyRef: { name: 'hub', key: 'token', optional: true } } },
        ],
      })],
    },
    {
      rule: 'ML-SEC-003',
      name: 'flags of other things, of files, of names of Secrets, of numbers, of references, and the last word',
      objects: [withContainer({
        command: ['serve', '--tokenizer=bert', '--max-token', '5', '--eos-token=</s>', '--token-file', 'x', '--tls-secret=team/tls', '--per-token', '8', '--use-token', '--verbose', 'password', 'pw'],
        args: ['--password=$(PW)', '--token', '/run/token', '--api-key=${KEY}', '--new-tokens=8', '--token=12', '--placeholder-token', '<image>', '--password', 7, '--', '-', '--api-key'],
      })],
    },
    {
      rule: 'ML-SEC-003',
      name: 'addresses without a password, or with one that comes from elsewhere',
      objects: [
        withContainer({
          env: env({
            A: 'postgres://me@db:5432/x', B: 'postgres://me:$(PW)@db/x', C: 'http://h:80/a@b', D: 'oci://chat:v1@sha256:abc', E: 'http://a:80, me@example.com', F: 'redis://cache:6379', G: 'amqp://<user>:<password>@host',
          }),
          command: ['sh', '-c', 'psql "postgres://me:${PW}@db/x"'],
          args: ['s3://bucket/a:b@c'],
        }),
        config({ 'a.json': '{"url":"http://a:80","mail":"me@example.com"}', 'token': 'x', 'LOG': 'info', 'A_TOKEN': '/run/token' }),
        deployment({}, {}, { name: 'plain' }),
      ],
    },
  ],
};
