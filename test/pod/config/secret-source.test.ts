import { SecretSource } from '../../../src/pod/config/secret-source';
import { checked } from '../../border/checked';

test('the keys that were given are not changed from outside', () => {
  const keys = ['user'];
  const source = SecretSource.asFiles('store', '/var/run/store', keys);
  keys.push('password');
  expect(source._keys).toEqual(['user']);
});

test.each<[string, SecretSource, ...string[]]>([
  ['an illegal name', SecretSource.asFiles('My Secret', '/var/run/a'), "'secrets[0].secretName' must be the name of a Secret, got \"My Secret\"; copy it from 'kubectl get secrets'"],
  ['an empty name', SecretSource.asEnv('', { A: 'a' }), "'secrets[0].secretName' must be the name of a Secret, got \"\"; copy it from 'kubectl get secrets'"],
  ['a relative path', SecretSource.asFiles('s', 'run/a'), "'secrets[0].mountPath' must be an absolute path below /, got \"run/a\"; write for example \"/var/run/secrets/registry\""],
  ['no keys, which Kubernetes takes for all of them', SecretSource.asFiles('s', '/a', []), "'secrets[0].keys' must be at least one key, got []; leave it out to mount all of them"],
  ['a key that no Secret has', SecretSource.asFiles('s', '/a', ['a/b']),
    "'secrets[0].keys' must be a key of the Secret (letters, digits, '-', '_' and '.'), got \"a/b\"; copy it from 'kubectl describe secret'"],
  ['a variable that is none', SecretSource.asEnv('s', { 'A=B': 'a' }), "'secrets[0].env' must be a name of an environment variable (letters, digits, '_'), got \"A=B\"; rename it"],
])('refuses %s', (_, source, ...messages) => {
  expect(checked((problems) => source._check(problems, 'secrets[0]'))).toEqual(messages);
});
