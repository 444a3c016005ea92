/** Findings that were looked at and stay, each for a reason that its manifest cannot tell. */
export interface Reviewed {
  readonly linter: string;
  readonly check: string;
  readonly objects: RegExp;
  readonly reason: string;
}

export const REVIEWED: readonly Reviewed[] = [
  {
    linter: 'checkov',
    check: 'CKV_K8S_43',
    objects: /./,
    reason: 'An image by digest is the user\'s to give: the examples pin tags of images that are not theirs, and so does the kubectl of the off-hours jobs.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_38',
    objects: /^CronJob\/.*-(down|up)$/,
    reason: 'An off-hours job is there to call the API server, and its token is good for one object.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_40',
    objects: /^Deployment\/(ml-mock\/mock|ml-assistants\/chat)$/,
    reason: 'The image of the mock, nginx-unprivileged, is made for uid 101; that of vLLM for uid 2000, and fails under one that it does not know.',
  },
  {
    linter: 'kube-score',
    check: 'container-security-context-user-group-id',
    objects: /^Deployment\/(ml-mock\/mock|ml-assistants\/chat)$/,
    reason: 'The image of the mock, nginx-unprivileged, is made for uid 101; that of vLLM for uid 2000, and fails under one that it does not know.',
  },
  {
    linter: 'kube-score',
    check: 'deployment-replicas',
    objects: /^Deployment\/ml-assistants\/chat$/,
    reason: 'A ScaledObject with a minimum of 2 owns the number of replicas; kube-score knows HorizontalPodAutoscalers only.',
  },
  {
    linter: 'kube-score',
    check: 'networkpolicy-targets-pod',
    objects: /^NetworkPolicy\/ml-language\/(default-deny|language-model)$/,
    reason: 'The pods are those of a JobSet, which kube-score does not know.',
  },
  {
    linter: 'kube-score',
    check: 'container-image-pull-policy',
    objects: /^((Job|DaemonSet)\/ml-cached\/|Job\/ml-search\/embedding-trainer|CronJob\/ml-risk\/fraud-ranker)/,
    reason: 'A pinned image that the node has need not be asked for again: a program that sleeps would only fail to start while the registry is away.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_15',
    objects: /^((Job|DaemonSet)\/ml-cached\/|Job\/ml-search\/embedding-trainer|CronJob\/ml-risk\/fraud-ranker)/,
    reason: 'A pinned image that the node has need not be asked for again: a program that sleeps would only fail to start while the registry is away.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_8',
    objects: /^DaemonSet\/ml-cached\/images$/,
    reason: 'A program that sleeps has nothing to be asked.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_9',
    objects: /^DaemonSet\/ml-cached\/images$/,
    reason: 'A program that sleeps has nothing to be asked.',
  },
];
