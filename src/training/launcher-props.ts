/** A Python program of one rank. */
export interface ScriptProps {
  /** The script, from the image's working directory: `train.py`. */
  readonly script: string;
  /**
   * Its arguments.
   * @default - none
   */
  readonly args?: string[];
}

/** A program that torchrun starts. */
export interface TorchrunProps extends ScriptProps {
  /**
   * Processes in each pod.
   * @default - one for each accelerator
   */
  readonly processesPerNode?: number;
}

/** Any program. */
export interface CustomLauncherProps {
  /** The program and its arguments. */
  readonly command: string[];
  /**
   * The variables in which it finds the others.
   * @default - none: it runs on one node
   */
  readonly rendezvous?: RendezvousVariables;
}

/** Names of the variables in which a program finds the others. */
export interface RendezvousVariables {
  /** The host of the first node. */
  readonly address: string;
  /** The number of this node, from 0. */
  readonly rank: string;
  /** How many nodes there are. */
  readonly nodes: string;
  /**
   * The port of the first node (29500).
   * @default - none
   */
  readonly port?: string;
}
