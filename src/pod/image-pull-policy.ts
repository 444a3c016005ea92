/** When a node fetches an image. */
export enum ImagePullPolicy {
  /** The registry is asked at each start; with the right tag or digest nothing is downloaded again. */
  ALWAYS = 'Always',
  /** What the node has is taken as it is. */
  IF_NOT_PRESENT = 'IfNotPresent',
  /** The node has to have it. */
  NEVER = 'Never',
}
