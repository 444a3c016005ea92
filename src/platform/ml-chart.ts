import { Chart, ChartProps } from 'cdk8s';
import { Construct } from 'constructs';
import { freeId } from './free-id';
import { declareScope } from './scope';
import { checkKinds } from '../border/check-kinds';
import { Cluster } from '../cluster/cluster';

/** Properties of `MlChart`. */
export interface MlChartProps extends ChartProps {
  /**
   * The cluster that the chart's manifests are meant for.
   * @default - the cluster of the app; without one there is no proof against the cluster
   */
  readonly cluster?: Cluster;
  /**
   * Names of the Secrets with which the chart's images are pulled.
   * @default - the app's
   */
  readonly imagePullSecrets?: string[];
  /**
   * PriorityClass of the chart's workloads.
   * @default - the app's
   */
  readonly priorityClassName?: string;
}

/**
 * A cdk8s chart that is a stage: it knows its cluster, and what stands in it takes cluster, namespace, labels and defaults from here.
 *
 * Objects are named after their constructs, so `disableResourceNameHashes` is on.
 *
 * @example new MlChart(app, 'nlp-prod', { cluster: prod });
 */
export class MlChart extends Chart {
  /** The chart's cluster, if it has one of its own. */
  public readonly cluster?: Cluster;

  constructor(scope: Construct, id: string, props: MlChartProps = {}) {
    super(scope, freeId(scope, id), { disableResourceNameHashes: true, ...props });
    checkKinds(this, 'MlChartProps', props, new.target !== MlChart);
    this.cluster = props.cluster;
    const { cluster, namespace, imagePullSecrets, priorityClassName } = props;
    declareScope(this, { cluster, namespace, imagePullSecrets, priorityClassName });
  }
}
