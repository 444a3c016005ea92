import { Duration, Size } from 'cdk8s';
import fc from 'fast-check';
import { Problems } from '../../src/border/problems';
import { AccessMode } from '../../src/cluster/storage-class';
import { Checkpoint } from '../../src/model/checkpoint';

const EVERY = { every: Duration.minutes(20) };
const problemsOf = (checkpoint: Checkpoint) => {
  const problems = new Problems('');
  checkpoint._check(problems, 'checkpoint');
  return problems.all;
};

test('each run has a folder of its own, wherever that is', () => {
  expect(Checkpoint.onObjectStorage('s3://states/train///', EVERY)._folder('train-r1')).toBe('s3://states/train/train-r1');
  expect(Checkpoint.onObjectStorage('s3://states', EVERY)._folder('train-r1')).toBe('s3://states/train-r1');
  expect(Checkpoint.onClaim('states', EVERY)._folder('train-r1')).toBe('/checkpoints/train-r1');
  expect(Checkpoint.onVolume(Size.gibibytes(1), { ...EVERY, mountPath: '/mnt/states/' })._folder('$(RUN_ID)')).toBe('/mnt/states/$(RUN_ID)');
});

test('a save takes 25 s where nobody says', () => {
  expect(Checkpoint.onClaim('states', EVERY).saveTime.toSeconds()).toBe(25);
  expect(Checkpoint.onClaim('states', { ...EVERY, saveTime: Duration.minutes(3) }).saveTime.toSeconds()).toBe(180);
  expect(Checkpoint.onClaim('states', EVERY).every.toMinutes()).toBe(20);
});

test('who can write to it at once', () => {
  expect(Checkpoint.onObjectStorage('gs://states/', EVERY)._isShared).toBe(true);
  expect(Checkpoint.onClaim('states', { ...EVERY, accessMode: AccessMode.READ_WRITE_MANY })._isShared).toBe(true);
  expect(Checkpoint.onClaim('states', EVERY)._isShared).toBe(false);
  expect(Checkpoint.onVolume(Size.gibibytes(1), { ...EVERY, accessMode: AccessMode.READ_WRITE_ONCE_POD })._isShared).toBe(false);
});

test.each(['s3://states', 's3://states/a/b/', 'gs://states/train', 'az://account/states/', 'abfs://states/train', 'abfss://states/train'])('%s is an address', (uri) => {
  expect(problemsOf(Checkpoint.onObjectStorage(uri, EVERY))).toEqual([]);
});

test('what might be a credential is refused and not repeated', () => {
  const secret = fc.stringMatching(/^[a-z0-9]{8,20}$/);
  fc.assert(fc.property(secret, fc.constantFrom('user', 'query', 'fragment'), (text, place) => {
    const uri = place === 'user' ? `s3://key:${text}@states/` : `s3://states/train${place === 'query' ? '?' : '#'}sig=${text}`;
    const found = problemsOf(Checkpoint.onObjectStorage(uri, EVERY));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain('must not carry');
    expect(found[0]).not.toContain(text);
  }));
});
