import { grpcServer, GrpcServerProps } from './presets/grpc';
import { httpServer, HttpServerProps } from './presets/http';
import { mockServer, MockServerProps } from './presets/mock';
import { ServerFacts } from './server-facts';
import { checkPort, checkSeconds, checkSize, checkWhole } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { checkImage } from '../border/image';
import { checkMountPath, checkRequestPath } from '../border/paths';
import { Problems } from '../border/problems';

/**
 * The program that answers requests with a model: its image, ports, health, times and traps.
 *
 * @example ModelServer.http({ image: 'myrepo/ml-inference:v1.2.0', livenessPath: '/health', loadTime: Duration.seconds(20) })
 */
export class ModelServer {
  /** Any server that speaks HTTP: FastAPI, Flask, your own. */
  public static http(props: HttpServerProps): ModelServer {
    checkCall('ModelServer.http', [props]);
    return new ModelServer(httpServer(props));
  }

  /** Any server that speaks gRPC and answers the gRPC health service. */
  public static grpc(props: GrpcServerProps): ModelServer {
    checkCall('ModelServer.grpc', [props]);
    return new ModelServer(grpcServer(props));
  }

  /** Fixed JSON answers by nginx; needs no model, runs on kind as it is. */
  public static mock(props: MockServerProps = {}): ModelServer {
    checkCall('ModelServer.mock', [props]);
    return new ModelServer(mockServer(props));
  }

  private constructor(/** @internal */ public readonly _facts: ServerFacts) {}

  /** The image it runs. */
  public get image(): string {
    return this._facts.image;
  }

  /** The port it listens on. */
  public get port(): number {
    return this._facts.port;
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const facts = this._facts;
    checkImage(problems, `${property}.image`, facts.image);
    checkPort(problems, `${property}.port`, facts.port);
    checkPort(problems, `${property}.metricsPort`, facts.metrics?.port);
    checkSeconds(problems, `${property}.loadTime`, facts.loadTime, 1);
    checkSeconds(problems, `${property}.longestRequest`, facts.longestRequest, 1);
    checkSize(problems, `${property}.imageSize`, facts.imageSize);
    checkWhole(problems, `${property}.uid`, facts.uid, 1, undefined, 'run it as a user that is not root');
    checkWhole(problems, `${property}.gid`, facts.gid, 0);
    facts.readiness._check(problems, `${property}.readiness`, 'readiness', `${property}.readinessPath`);
    facts.liveness._check(problems, `${property}.liveness`, 'liveness', `${property}.livenessPath`);
    for (const writable of facts.writablePaths) {
      checkMountPath(problems, `${property}.writablePaths`, writable.path, '/tmp');
      checkSize(problems, `${property}.writablePaths`, writable.size);
    }
    if (facts.metrics) {
      checkRequestPath(problems, `${property}.metricsPath`, facts.metrics.path);
    }
    facts.faults.forEach((fault) => problems.say(fault));
  }
}
