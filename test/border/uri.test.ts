import { checked } from './checked';
import { checkLocation, checkUri } from '../../src/border/uri';

const uri = (value: string) => checked((problems) => checkUri(problems, 'uri', value, ['s3', 'https'], 's3://scores/churn'));
const location = (value?: string) => checked((problems) => checkLocation(problems, 'output', value, 's3://scores/churn'));

const HIDDEN = 'for manifests are read by many; leave it out, and give an identity or a Secret as a file';
const QUERY = 'a query, in which signatures and tokens are written';

test.each(['s3://scores', 's3://scores/churn/', 's3://scores/me@home', 'https://files.example.com:8443/in'])('%s is an address and a location', (value) => {
  expect(uri(value)).toEqual([]);
  expect(location(value)).toEqual([]);
});

test('a location may have any scheme, be a path, or be left out', () => {
  expect(['abfss://account.dfs.core.windows.net/x', 'hdfs://namenode:8020/in', '/mnt/scores'].flatMap(location)).toEqual([]);
  expect(location()).toEqual([]);
});

test.each([
  ['https://me:hunter2@files.example.com/in', 'a user or password'],
  ['HTTPS://hunter2@files.example.com', 'a user or password'],
  ['https://files.example.com/in?sig=hunter2', QUERY],
  ['https://files.example.com/in#token=hunter2', 'a fragment, in which tokens are written'],
  ['/mnt/scores?sig=hunter2', QUERY],
])('%s is refused, and what might be a credential is not repeated', (value, place) => {
  expect(uri(value)).toEqual([`'uri' must not carry ${place}, ${HIDDEN}`]);
  expect(location(value)).toEqual([`'output' must not carry ${place}, ${HIDDEN}`]);
});

test.each(['gs://scores', '/scores', 's3://', 'scores', 's3://a b'])('%s is no address of these schemes', (value) => {
  expect(uri(value)).toEqual([`'uri' must be an address like s3://scores/churn (s3, https), got "${value}"; correct it`]);
});

test.each(['scores', 's3://', '', 's3://a b'])('%p is no location', (value) => {
  expect(location(value)).toEqual([`'output' must be a URI or an absolute path, got "${value}"; write for example "s3://scores/churn"`]);
});
