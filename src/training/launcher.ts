import { CustomLauncherProps, ScriptProps, TorchrunProps } from './launcher-props';
import { Rendezvous, RENDEZVOUS_PORT } from './rendezvous';
import { checkWhole } from '../border/amounts';
import { checkCall } from '../border/check-kinds';
import { isEnvName } from '../border/names';
import { Problems } from '../border/problems';
import { checkScript } from '../border/program';

type Variables = (meeting: Rendezvous) => { readonly [variable: string]: string };

/**
 * How a training is started, and in which variables its nodes find each other.
 *
 * @example Launcher.torchrun({ script: 'train.py' })
 */
export class Launcher {
  /**
   * PyTorch: `torchrun SCRIPT`, one process for each accelerator. torchrun itself tells them RANK and WORLD_SIZE, and kills them 30 s after it was stopped itself, so a save has
   * to be done by then. Whatever code the script ends with, torchrun ends with 1 (`ChildFailedError`), so `finalExitCodes` cannot tell one failure from another.
   *
   * @see https://docs.pytorch.org/docs/stable/elastic/run.html
   * @see https://github.com/pytorch/pytorch/blob/main/torch/distributed/elastic/multiprocessing/api.py (`PContext.close`)
   * @see https://github.com/pytorch/pytorch/blob/main/torch/distributed/elastic/multiprocessing/errors/__init__.py (`record`)
   */
  public static torchrun(props: TorchrunProps): Launcher {
    checkCall('Launcher.torchrun', [props]);
    const { script, args = [], processesPerNode } = props;
    return new Launcher('torchrun', ['torchrun', script, ...args], ({ address, nodes, rank, gpus }) => ({
      PET_NNODES: `${nodes}`,
      PET_NPROC_PER_NODE: `${processesPerNode ?? gpus}`,
      ...nodes > 1 && { PET_NODE_RANK: rank, PET_MASTER_ADDR: address, PET_MASTER_PORT: `${RENDEZVOUS_PORT}` },
    }), processesPerNode);
  }

  /**
   * JAX: `python SCRIPT`, one process in each pod, which is told the address of the first (`JAX_COORDINATOR_ADDRESS`), how many there are and which it is.
   *
   * JAX reads the address by itself and the two numbers not, so the script calls
   * `jax.distributed.initialize(num_processes=int(os.environ['JAX_NUM_PROCESSES']), process_id=int(os.environ['JAX_PROCESS_ID']))`. Where the image has the package `kubernetes`
   * (`jax[k8s]`), it asks the API server first, for which pods here have no token: leave the package out, or add `cluster_detection_method='deactivate'`.
   *
   * @see https://docs.jax.dev/en/latest/multi_process.html
   * @see https://github.com/jax-ml/jax/blob/main/jax/_src/distributed.py (`State.initialize`)
   */
  public static jax(props: ScriptProps): Launcher {
    checkCall('Launcher.jax', [props]);
    const { script, args = [] } = props;
    return new Launcher('jax', ['python', script, ...args], ({ address, nodes, rank }) => ({
      JAX_COORDINATOR_ADDRESS: `${address}:${RENDEZVOUS_PORT}`,
      JAX_NUM_PROCESSES: `${nodes}`,
      JAX_PROCESS_ID: rank,
    }));
  }

  /**
   * XGBoost: `python SCRIPT`, one process in each pod. It trains with one accelerator, so several in a node are used only where the script itself starts a worker for each.
   *
   * XGBoost reads none of the variables by itself: a script that passes nothing on trains in each pod alone, with the rows of that pod. So that of task 0 starts the tracker,
   * `RabitTracker(n_workers=int(os.environ['DMLC_NUM_WORKER']), host_ip='0.0.0.0', port=int(os.environ['DMLC_TRACKER_PORT']), sortby='task').start()`, and each
   * loads its rows and trains within `CommunicatorContext(dmlc_tracker_uri=os.environ['DMLC_TRACKER_URI'], dmlc_tracker_port=int(os.environ['DMLC_TRACKER_PORT']),
   * dmlc_task_id=os.environ['DMLC_TASK_ID'], dmlc_retry=20)`. A tracker that does not listen yet is tried again, for n (n - 1) s of `dmlc_retry=n`, which is 3 by default;
   * a name that is not there yet is an error at once, so the script awaits it first (`socket.getaddrinfo`). Tasks are sorted as text, 10 before 2: a worker's shard is that
   * of `collective.get_rank()`, not of DMLC_TASK_ID.
   *
   * @see https://xgboost.readthedocs.io/en/stable/python/python_api.html#module-xgboost.collective
   * @see https://github.com/dmlc/xgboost/blob/release_3.0.0/src/collective/socket.cc (`Connect`)
   */
  public static xgboost(props: ScriptProps): Launcher {
    checkCall('Launcher.xgboost', [props]);
    const { script, args = [] } = props;
    return new Launcher('xgboost', ['python', script, ...args], ({ address, nodes, rank }) => ({
      DMLC_NUM_WORKER: `${nodes}`,
      DMLC_TASK_ID: rank,
      DMLC_TRACKER_PORT: `${RENDEZVOUS_PORT}`,
      DMLC_TRACKER_URI: address,
    }));
  }

  /** Any program, which is told in variables of its own choice where the others are; one that is not runs on one node. */
  public static custom(props: CustomLauncherProps): Launcher {
    checkCall('Launcher.custom', [props]);
    const { command, rendezvous } = props;
    return new Launcher('custom', [...command], rendezvous && (({ address, nodes, rank }) => ({
      [rendezvous.address]: address,
      [rendezvous.nodes]: `${nodes}`,
      [rendezvous.rank]: rank,
      ...rendezvous.port !== undefined && { [rendezvous.port]: `${RENDEZVOUS_PORT}` },
    })), undefined, rendezvous && Object.entries(rendezvous));
  }

  private constructor(
    private readonly name: 'torchrun' | 'jax' | 'xgboost' | 'custom',
    /** The program and its arguments. @internal */
    public readonly _command: readonly string[],
    private readonly variables: Variables | undefined,
    private readonly processes?: number,
    private readonly named: readonly [string, string][] = [],
  ) {}

  /** As it is written in a program. */
  public toString(): string {
    return `Launcher.${this.name}`;
  }

  /** True if its nodes can find each other. @internal */
  public get _meets(): boolean {
    return this.variables !== undefined;
  }

  /** True if torchrun is what is started, and not what the program itself ends with is seen. @internal */
  public get _isTorchrun(): boolean {
    return this._command[0] === 'torchrun';
  }

  /** True if XGBoost is what its nodes meet by. @internal */
  public get _isXgboost(): boolean {
    return this.name === 'xgboost';
  }

  /** True if it is for the program to say whether a node may start again while the others run on. @internal */
  public get _startsAlone(): boolean {
    return this.name === 'custom';
  }

  /** What torchrun is told of its processes, if that is not left to it. @internal */
  public get _processes(): number | undefined {
    return this.processes;
  }

  /** The environment in which the nodes find each other, in the order of its names. @internal */
  public _env(meeting: Rendezvous): { readonly [variable: string]: string } {
    return this.variables?.(meeting) ?? {};
  }

  /** Records what is wrong with it. @internal */
  public _check(problems: Problems, property: string): void {
    const empty = this._command.findIndex((part) => part.trim() === '');
    if (this._command.length === 0 || empty >= 0) {
      problems.add(`${property}.${this.name === 'custom' ? 'command' : 'script'}`, 'a program', this._command[empty] ?? [], 'say what is started, for example "train.py"');
    }
    if (this.name !== 'custom') {
      checkScript(problems, `${property}.script`, this._command[1]);
    }
    checkWhole(problems, `${property}.processesPerNode`, this.processes, 1);
    for (const [i, [what, variable]] of this.named.entries()) {
      if (!isEnvName(variable)) {
        problems.add(`${property}.rendezvous.${what}`, 'a name of an environment variable (letters, digits, \'_\')', variable, 'rename it');
      } else if (this.named.slice(0, i).some(([, other]) => other === variable)) {
        problems.add(`${property}.rendezvous.${what}`, 'a variable of its own', variable, 'each says something else');
      }
    }
  }
}
