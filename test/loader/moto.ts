import { ChildProcess, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { python } from './loader';
import { freePorts } from '../cluster/harness/ports';

/** What boto3 does to a server before the loader comes: `argv` is the endpoint, the bucket, a folder of files, a file for the credentials of a user without rights. */
const SETUP = `
import boto3, os, sys
endpoint, bucket, folder, nobody = sys.argv[1:]
key = dict(endpoint_url=endpoint, region_name='us-east-1', aws_access_key_id='root', aws_secret_access_key='root')
s3, iam = boto3.client('s3', **key), boto3.client('iam', **key)
s3.create_bucket(Bucket=bucket)
for top, _, names in os.walk(folder):
    for name in names:
        path = os.path.join(top, name)
        s3.upload_file(path, bucket, os.path.relpath(path, folder))
for user, actions in (('reader', ['s3:GetObject']), ('nobody', ['s3:ListAllMyBuckets'])):
    iam.create_user(UserName=user)
    iam.put_user_policy(UserName=user, PolicyName='p', PolicyDocument='{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}' % actions[0])
    made = iam.create_access_key(UserName=user)['AccessKey']
    with open(os.path.join(nobody, user), 'w') as file:
        file.write('[default]\\naws_access_key_id = %s\\naws_secret_access_key = %s\\n' % (made['AccessKeyId'], made['SecretAccessKey']))
`;

/** An S3-compatible server, which asks who may do what: moto's. @see https://docs.getmoto.org/en/latest/docs/iam.html */
export class Moto {
  /** @param host where it listens, beside this machine's own address */
  public static async start(host = '127.0.0.1'): Promise<Moto> {
    const [port] = await freePorts(1);
    const server = spawn(join(python(), 'bin', 'moto_server'), ['-H', host, '-p', `${port}`], { stdio: 'ignore' });
    const moto = new Moto(port, server);
    for (let i = 0; ; i++) {
      try {
        await fetch(`${moto.url}/moto-api/`);
        return moto;
      } catch (error) {
        if (i > 600) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }

  private constructor(public readonly port: number, private readonly server: ChildProcess) {}

  public get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Makes a bucket with the files of a folder, and credentials files `reader` and `nobody` in another folder. From then on rights are asked for. */
  public async fill(bucket: string, folder: string, credentials: string): Promise<void> {
    await fetch(`${this.url}/moto-api/reset-auth`, { method: 'POST', body: '1000' });
    const script = join(credentials, 'setup.py');
    writeFileSync(script, SETUP);
    const { status, stderr } = spawnSync(join(python(), 'bin', 'python3'), [script, this.url, bucket, folder, credentials], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    await fetch(`${this.url}/moto-api/reset-auth`, { method: 'POST', body: '0' });
  }

  public stop(): void {
    this.server.kill();
  }
}
