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
    check: 'networkpolicy-targets-pod',
    objects: /^NetworkPolicy\/embeddings\/reindexer$/,
    reason: 'The pods are those of a ScaledJob, which kube-score does not know.',
  },
  {
    linter: 'kube-score',
    check: 'deployment-has-host-podantiaffinity',
    objects: /^Deployment\/embeddings\/embedder$/,
    reason: 'Nobody calls a worker, and the queue keeps the messages of one that is lost; workers side by side leave whole nodes empty when they go.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_8',
    objects: /^Deployment\/embeddings\/embedder$/,
    reason: 'A worker answers nobody; whether it hangs is seen by the queue, and a probe that guesses kills it in the middle of a unit.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_9',
    objects: /^Deployment\/embeddings\/embedder$/,
    reason: 'Nobody calls a worker, so nobody asks whether it is ready.',
  },
  {
    linter: 'kube-score',
    check: 'container-image-pull-policy',
    objects: /^(Job|DaemonSet)\/ml-cached\//,
    reason: 'A pinned image that the node has need not be asked for again: a program that sleeps would only fail to start while the registry is away.',
  },
  {
    linter: 'checkov',
    check: 'CKV_K8S_15',
    objects: /^(Job|DaemonSet)\/ml-cached\//,
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
