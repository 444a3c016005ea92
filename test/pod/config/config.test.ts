import { Config, ConfigChange } from '../../../src/pod/config/config';
import { checked } from '../../border/checked';

const problems = (config: Config) => checked((found) => config._check(found, 'configs[0]'));

test('the name is the content\'s, whatever the order of its keys', () => {
  const a = Config.asEnv({ A: '1', B: '2' });
  const b = Config.asEnv({ B: '2', A: '1' });
  expect(a._name('chat')).toMatch(/^chat-config-[0-9a-f]{8}$/);
  expect(b._name('chat')).toBe(a._name('chat'));
  expect(Config.asEnv({ A: '1', B: '3' })._name('chat')).not.toBe(a._name('chat'));
  // one value that looks like two keys is not the same as two keys
  expect(Config.asEnv({ A: '1","B":"2' })._name('chat')).not.toBe(a._name('chat'));
});

test('files and environment have names of their own', () => {
  const options = { onChange: ConfigChange.KEEP };
  expect(Config.asEnv({ A: '1' }, options)._name('chat')).toBe('chat-config');
  expect(Config.asFiles('/etc/a', { a: '1' }, options)._name('chat')).toBe('chat-files');
  expect(Config.asFiles('/etc/a', { a: '1' }, { ...options, name: 'settings' })._name('chat')).toBe('settings');
  expect(Config.asFiles('/etc/a', { a: '1' }, { name: 'settings' })._name('chat')).toMatch(/^settings-[0-9a-f]{8}$/);
  expect(Config.filesFromConfigMap({ name: 'theirs' }, '/etc/a')._name('chat')).toBe('theirs');
});

test('what was given is not changed from outside', () => {
  const values = { A: '1' };
  const config = Config.asEnv(values);
  values.A = '2';
  expect(config._data).toEqual({ A: '1' });
});

test.each<[string, Config, ...string[]]>([
  ['an illegal name', Config.asEnv({ A: '1' }, { name: 'My_Config' }),
    "'configs[0].name' must be a DNS subdomain of at most 240 characters, got \"My_Config\"; use a-z, 0-9, '-' and '.'"],
  ['a name that leaves no room for the hash', Config.asEnv({ A: '1' }, { name: 'x'.repeat(241) }),
    `'configs[0].name' must be a DNS subdomain of at most 240 characters, got "${'x'.repeat(77)}..."; use a-z, 0-9, '-' and '.'`],
  ['a key with a slash', Config.asFiles('/etc/a', { 'a/b': '1' }), "'configs[0].a/b' must be a key of letters, digits, '-', '_' and '.', got \"a/b\"; rename it"],
  ['an empty key', Config.asFiles('/etc/a', { '': '1' }), "'configs[0].' must be a key of letters, digits, '-', '_' and '.', got \"\"; rename it"],
  ['a variable of a key that is not there', Config.asKeys({ mode: 'a' }, { MODE: 'Mode', TO_STRING: 'toString' }),
    "'configs[0].env.MODE' must be one of the keys (mode), got \"Mode\"; add the key or correct its name",
    "'configs[0].env.TO_STRING' must be one of the keys (mode), got \"toString\"; add the key or correct its name"],
  ['a variable that is none', Config.asKeys({ mode: 'a' }, { '2MODE': 'mode' }),
    "'configs[0].env' must be a name of an environment variable (letters, digits, '_'), got \"2MODE\"; rename it"],
  ['a relative path', Config.asFiles('etc/a', { a: '1' }), "'configs[0].mountPath' must be an absolute path below /, got \"etc/a\"; write for example \"/etc/server\""],
  ['the root', Config.asFiles('/', { a: '1' }), "'configs[0].mountPath' must be an absolute path below /, got \"/\"; write for example \"/etc/server\""],
  ['a path with a colon', Config.asFiles('/etc:/a', { a: '1' }), "'configs[0].mountPath' must be an absolute path below /, got \"/etc:/a\"; write for example \"/etc/server\""],
  ['more than a ConfigMap holds', Config.asFiles('/etc/a', { a: 'x'.repeat(1024 * 1024) }),
    "'configs[0]' has 1048577 bytes, and a ConfigMap holds at most 1048576; put large files into the image or an artifact"],
  ['an existing one for nothing', Config.envFromConfigMap({ name: 'theirs' }, {}), "'configs[0].env' must be at least one variable, got {}; leave the ConfigMap out"],
  ['a key that an existing one cannot have', Config.envFromConfigMap({ name: 'theirs' }, { MODE: 'a b' }),
    "'configs[0].env.MODE' must be a key of letters, digits, '-', '_' and '.', got \"a b\"; copy it from 'kubectl describe configmap'"],
])('refuses %s', (_, config, ...messages) => {
  expect(problems(config)).toEqual(messages);
});
