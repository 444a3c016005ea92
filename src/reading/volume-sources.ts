/** Volume sources that the restricted profile lets a pod have. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const RESTRICTED_VOLUME_SOURCES: readonly string[] = [
  'configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret',
];

/** Every source that a volume of a pod can have. */
export const VOLUME_SOURCES: ReadonlySet<string> = new Set([
  ...RESTRICTED_VOLUME_SOURCES,
  'awsElasticBlockStore', 'azureDisk', 'azureFile', 'cephfs', 'cinder', 'fc', 'flexVolume', 'flocker', 'gcePersistentDisk', 'gitRepo', 'glusterfs',
  'hostPath', 'iscsi', 'nfs', 'photonPersistentDisk', 'portworxVolume', 'quobyte', 'rbd', 'scaleIO', 'storageos', 'vsphereVolume',
]);
