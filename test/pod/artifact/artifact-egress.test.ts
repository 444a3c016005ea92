import { egressToFolders } from '../../../src/pod/artifact/artifact-egress';

const tcp = (port: number) => [{ port, protocol: 'TCP' }];
const outside = (port = 443) => ({ ports: tcp(port), to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] });

describe('the folders that a program reads and writes', () => {
  test.each(['s3://scores/churn', 's3a://scores/churn', 'gs://scores', 'az://account/scores', 'abfs://scores@account/x', 'abfss://scores/x', 'wasbs://scores/x', 'https://files.example.com/x'])(
    '%s is outside, by HTTPS', (uri) => expect(egressToFolders(uri)).toEqual([outside()]));

  test.each([
    ['https://files.example.com:8443/x', outside(8443)],
    ['http://files.team-b.svc:9000/x', { ports: tcp(9000) }],
    ['http://minio/x', { ports: tcp(80) }],
  ])('%s on its own port, in the cluster at any address', (uri, rule) => expect(egressToFolders(uri)).toEqual([rule]));

  test.each(['/mnt/scores', 'hdfs://namenode:8020/scores', 'file:///mnt/s3://x', undefined])('%s opens nothing', (uri) => expect(egressToFolders(uri)).toEqual([]));
});
