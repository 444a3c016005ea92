import { Cases } from './case';
import { claim, container, deployment, namespace, object, podSpec, statefulSet, template, withContainer } from '../manifests';

const LONG = 'x'.repeat(64);

/** What the API server refuses of objects' metadata and of pods. */
export const apiPod: Cases = {
  broken: [
    {
      rule: 'ML-API-001',
      name: 'an upper-case name with an underscore',
      objects: [deployment({}, {}, { name: 'My_Model' })],
      says: [
        'Deployment \'My_Model\': metadata.name must be a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\', starting and ending with a letter or digit), got "My_Model"; use for example "my-model"',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'a Service whose name has 64 characters',
      objects: [object('v1', 'Service', LONG, { spec: { ports: [{ port: 80 }] } })],
      says: [
        'Service \'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\': metadata.name must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; use for example "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'a label with a space, one of 64 characters, a number, an illegal key',
      objects: [deployment({}, {}, { labels: { 'a': 'b c', 'd': LONG, 'e': 1, 'f g': 'h' } })],
      says: [
        'Deployment \'chat\': metadata.labels[\'a\'] must be at most 63 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', starting and ending with a letter or digit, got "b c"; shorten it or use other characters; what is free text belongs into an annotation',
        'Deployment \'chat\': metadata.labels[\'d\'] must be at most 63 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', starting and ending with a letter or digit, got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; shorten it or use other characters; what is free text belongs into an annotation',
        "Deployment 'chat': metadata.labels['e'] must be a text, got 1; put it in quotes",
        'Deployment \'chat\': metadata.labels[\'f g\'] must be a label whose key has at most 63 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', behind an optional DNS prefix and \'/\', got "h"; shorten it or use other characters; what is free text belongs into an annotation',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'an illegal label of the pod template',
      objects: [deployment({}, { template: { ...template(), metadata: { labels: { app: 'chat', team: 'a/b' } } } })],
      says: [
        'Deployment \'chat\': template.metadata.labels[\'team\'] must be at most 63 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', starting and ending with a letter or digit, got "a/b"; shorten it or use other characters; what is free text belongs into an annotation',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'an annotation that is a boolean, and one with an illegal key',
      objects: [deployment({}, {}, { annotations: { 'example.com/scrape': true, 'a b': 'c' } })],
      says: [
        "Deployment 'chat': metadata.annotations.example.com/scrape must be a text, got true; put it in quotes",
        'Deployment \'chat\': a key of metadata.annotations must be a name of at most 63 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', behind an optional DNS prefix and \'/\', got "a b"; write for example "example.com/owner"',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'an illegal namespace',
      objects: [deployment({}, {}, { namespace: 'Team.A' })],
      says: [
        'Deployment \'chat\': metadata.namespace must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got "Team.A"; use for example "team-a"',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'no name at all',
      objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }],
      says: [
        "ConfigMap '…': metadata.name must be a text that is not empty, got nothing; give the object a name",
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'a request above its limit',
      objects: [withContainer({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } })],
      says: [
        "container 'server' of Deployment 'chat': requests.cpu 2 is above limits.cpu 1; lower the request or raise the limit",
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'units that Kubernetes does not have, and a negative amount',
      objects: [withContainer({ resources: { requests: { memory: '1.5GiB', cpu: '-1' } } })],
      says: [
        'container \'server\' of Deployment \'chat\': requests.memory must be a quantity, got "1.5GiB"; write "1.5Gi"',
        'container \'server\' of Deployment \'chat\': requests.cpu must be a quantity of at least 0, got "-1"; take the sign away',
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'a fraction of a GPU',
      objects: [withContainer({ resources: { limits: { 'nvidia.com/gpu': '0.5' } } })],
      says: [
        'container \'server\' of Deployment \'chat\': limits.nvidia.com/gpu must be a whole number, got "0.5"; an extended resource is given in whole pieces; a share of a GPU is a resource of its own name',
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'GPUs requested and limited differently',
      objects: [withContainer({ resources: { requests: { 'nvidia.com/gpu': 1 }, limits: { 'nvidia.com/gpu': 2 } } })],
      says: [
        "container 'server' of Deployment 'chat': requests.nvidia.com/gpu 1 differs from limits.nvidia.com/gpu 2, and nvidia.com/gpu cannot be overcommitted; make them equal",
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'GPUs without a limit',
      objects: [withContainer({ resources: { requests: { 'nvidia.com/gpu': 1 } } })],
      says: [
        "container 'server' of Deployment 'chat': requests.nvidia.com/gpu 1 stands without limits.nvidia.com/gpu, and nvidia.com/gpu cannot be overcommitted; give the same limit",
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'an unqualified gpu',
      objects: [withContainer({ resources: { limits: { gpu: 1 } } })],
      says: [
        'container \'server\' of Deployment \'chat\': a resource of limits must be cpu, memory, ephemeral-storage, hugepages-<size>, or an extended resource with its vendor\'s prefix, got "gpu"; write for example nvidia.com/gpu',
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'a GPU asked for by the pod as a whole',
      objects: [deployment({ resources: { limits: { 'nvidia.com/gpu': 1 } } })],
      says: [
        'pod of Deployment \'chat\': a resource of limits must be cpu, memory or hugepages-<size>, got "nvidia.com/gpu"; give it to the container that uses it',
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'a pod that states less than its containers request together, and than one of them may use',
      objects: [deployment({
        resources: { requests: { cpu: '999m', memory: '1Gi' }, limits: { memory: '1Gi' } },
        containers: [container(), container({ name: 'second', ports: [], resources: { requests: { cpu: '0.5', memory: '512Mi' }, limits: { memory: '2Gi' } } })],
      })],
      says: [
        "pod of Deployment 'chat': requests.cpu 999m is below the 1 that its containers request together; raise it or lower their requests",
        "container 'second' of Deployment 'chat': limits.memory 2Gi is above the 1Gi of its pod; lower the limit or raise the pod's",
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'a pod that states less than its init container requests beside the sidecar before it',
      objects: [deployment({
        resources: { requests: { cpu: '2' } },
        initContainers: [
          container({ name: 'side', restartPolicy: 'Always', ports: [], resources: { requests: { cpu: '600m' } } }),
          container({ name: 'load', ports: [], resources: { requests: { cpu: '1500m' } } }),
        ],
      })],
      says: ["pod of Deployment 'chat': requests.cpu 2 is below the 2100m that its containers request together; raise it or lower their requests"],
    },
    {
      rule: 'ML-API-002',
      name: 'a Pod whose limit is below the limit of a container, which is its request, and one that limits less than it requests in its containers',
      objects: [
        object('v1', 'Pod', 'one', { spec: podSpec({ resources: { requests: { cpu: '500m' } }, containers: [container({ resources: { limits: { cpu: '1' } } })] }) }),
        object('v1', 'Pod', 'two', { spec: podSpec({ resources: { limits: { cpu: '250m' } } }) }),
        object('v1', 'Pod', 'three', { spec: podSpec({ resources: { requests: { 'cpu': '1', 'hugepages-2Mi': '4Mi' }, limits: { 'hugepages-2Mi': '4Mi' } }, containers: ['a', 'b'].map((name) => container({ name, ports: [], resources: { limits: { 'cpu': '100m', 'hugepages-2Mi': '4Mi' } } })) }) }),
      ],
      says: [
        "pod of Pod 'one': requests.cpu 500m is below the 1 that its containers request together; raise it or lower their requests",
        "pod of Pod 'two': limits.cpu 250m is below the 500m that its containers request together; raise it or lower their requests",
        "pod of Pod 'three': requests.hugepages-2Mi 4Mi is below the 8Mi that its containers request together; raise it or lower their requests",
        "pod of Pod 'three': limits.hugepages-2Mi 4Mi is below the 8Mi that its containers may use together; raise it or lower their limits",
      ],
    },
    {
      rule: 'ML-API-002',
      name: 'an emptyDir without a unit that exists',
      objects: [deployment({ volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '1GB' } }] })],
      says: [
        'volume \'tmp\' of Deployment \'chat\': emptyDir.sizeLimit must be a quantity, got "1GB"; write "1Gi"',
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'a number in the environment',
      objects: [withContainer({ env: [{ name: 'PORT', value: 8080 }] })],
      says: [
        "container 'server' of Deployment 'chat': env.PORT must be a text, got 8080; put it in quotes",
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'a value with a source',
      objects: [withContainer({ env: [{ name: 'A', value: 'b', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] })],
      says: [
        "container 'server' of Deployment 'chat': env.A has both value and valueFrom, and may have only one; leave one",
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'a source of nothing, and one without a key',
      objects: [withContainer({ env: [{ name: 'A', valueFrom: {} }, { name: 'B', valueFrom: { secretKeyRef: { name: 's' } } }] })],
      says: [
        "container 'server' of Deployment 'chat': env.A.valueFrom has none of configMapKeyRef, secretKeyRef, fieldRef, resourceFieldRef, fileKeyRef; give one",
        "container 'server' of Deployment 'chat': env.B.valueFrom.secretKeyRef.key must be a text that is not empty, got nothing; name the key of the value",
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'no containers',
      objects: [deployment({ containers: [] })],
      says: [
        "Deployment 'chat': spec.containers must be a list with at least one container, got []; give the pod a container",
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'two containers of one name',
      objects: [deployment({ containers: [container(), container({ ports: [] })] })],
      says: [
        "Deployment 'chat': two containers are called 'server'; give one of them another name",
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'a name of 64 characters and no image',
      objects: [withContainer({ name: LONG, image: '' })],
      says: [
        'container \'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\' of Deployment \'chat\': name must be a DNS label (at most 63 of a-z, 0-9 and \'-\', starting and ending with a letter or digit), got "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"; choose another name',
        'container \'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\' of Deployment \'chat\': image must be a text that is not empty, got ""; name the image that the container runs',
      ],
    },
    {
      rule: 'ML-API-003',
      name: 'a pull policy that does not exist',
      objects: [withContainer({ imagePullPolicy: 'Sometimes' })],
      says: [
        'container \'server\' of Deployment \'chat\': imagePullPolicy must be one of Always, IfNotPresent, Never, got "Sometimes"; write one of them',
      ],
    },
    {
      rule: 'ML-API-004',
      name: 'port 70000',
      objects: [withContainer({ ports: [{ containerPort: 70000 }] })],
      says: [
        "container 'server' of Deployment 'chat': ports[0].containerPort must be a port from 1 to 65535, got 70000; give the number of the port, without quotes",
      ],
    },
    {
      rule: 'ML-API-004',
      name: 'port 0, and one in quotes',
      objects: [withContainer({ ports: [{ containerPort: 0 }, { containerPort: '8000' }] })],
      says: [
        "container 'server' of Deployment 'chat': ports[0].containerPort must be a port from 1 to 65535, got 0; give the number of the port, without quotes",
        'container \'server\' of Deployment \'chat\': ports[1].containerPort must be a port from 1 to 65535, got "8000"; give the number of the port, without quotes',
      ],
    },
    {
      rule: 'ML-API-004',
      name: 'names that are too long, upper case, doubly dashed',
      objects: [withContainer({ ports: [{ containerPort: 1, name: 'a-very-long-name' }, { containerPort: 2, name: 'HTTP' }, { containerPort: 3, name: 'a--b' }] })],
      says: [
        'container \'server\' of Deployment \'chat\': ports[0].name must be at most 15 of a-z, 0-9 and single \'-\', with a letter, got "a-very-long-name"; choose a shorter name, for example "http"',
        'container \'server\' of Deployment \'chat\': ports[1].name must be at most 15 of a-z, 0-9 and single \'-\', with a letter, got "HTTP"; choose a shorter name, for example "http"',
        'container \'server\' of Deployment \'chat\': ports[2].name must be at most 15 of a-z, 0-9 and single \'-\', with a letter, got "a--b"; choose a shorter name, for example "http"',
      ],
    },
    {
      rule: 'ML-API-004',
      name: 'two ports of one name',
      objects: [withContainer({ ports: [{ containerPort: 1, name: 'http' }, { containerPort: 2, name: 'http' }] })],
      says: [
        "container 'server' of Deployment 'chat': two ports are called 'http'; give one of them another name",
      ],
    },
    {
      rule: 'ML-API-005',
      name: 'a liveness probe that has to succeed twice',
      objects: [withContainer({ livenessProbe: { httpGet: { path: '/', port: 'http' }, successThreshold: 2 } })],
      says: [
        "container 'server' of Deployment 'chat': livenessProbe.successThreshold must be 1, got 2; leave it out",
      ],
    },
    {
      rule: 'ML-API-005',
      name: 'no handler, two handlers, and a negative period',
      objects: [withContainer({ livenessProbe: {}, readinessProbe: { httpGet: { path: '/', port: 1 }, tcpSocket: { port: 1 }, periodSeconds: -1 } })],
      says: [
        "container 'server' of Deployment 'chat': livenessProbe has none of exec, httpGet, tcpSocket, grpc; give one",
        "container 'server' of Deployment 'chat': readinessProbe has httpGet and tcpSocket, and may have only one; leave one",
        "container 'server' of Deployment 'chat': readinessProbe.periodSeconds must be a whole number of at least 0, got -1; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-005',
      name: 'a port in quotes and a gRPC port by name',
      objects: [withContainer({ livenessProbe: { httpGet: { path: '/', port: '8000' } }, readinessProbe: { grpc: { port: 'grpc' } } })],
      says: [
        'container \'server\' of Deployment \'chat\': livenessProbe.httpGet.port must be a port from 1 to 65535 or a port\'s name (at most 15 of a-z, 0-9 and \'-\', with a letter), got "8000"; take the quotes away',
        'container \'server\' of Deployment \'chat\': readinessProbe.grpc.port must be a port from 1 to 65535, got "grpc"; give the number of the port, without quotes',
      ],
    },
    {
      rule: 'ML-API-005',
      name: 'a preStop sleep longer than the grace period',
      objects: [withContainer({ lifecycle: { preStop: { sleep: { seconds: 31 } } } })],
      says: [
        "container 'server' of Deployment 'chat': lifecycle.preStop.sleep of 31 s is longer than the pod's terminationGracePeriodSeconds of 30; shorten the sleep or raise the grace period",
      ],
    },
    {
      rule: 'ML-API-005',
      name: 'a probe of an init container',
      objects: [deployment({ initContainers: [container({ name: 'init', readinessProbe: { tcpSocket: { port: 1 } } })] })],
      says: [
        "init container 'init' of Deployment 'chat' has a readinessProbe, which only containers that keep running may have; take it away, or set restartPolicy: Always",
      ],
    },
    {
      rule: 'ML-API-005',
      name: 'an exec probe without a command',
      objects: [withContainer({ startupProbe: { exec: { command: [] } } })],
      says: [
        "container 'server' of Deployment 'chat': startupProbe.exec.command must be a list with at least one text, got []; give the command to run",
      ],
    },
    {
      rule: 'ML-API-006',
      name: 'a mount of a volume that is not declared',
      objects: [withContainer({ volumeMounts: [{ name: 'models', mountPath: '/models' }] })],
      says: [
        "container 'server' of Deployment 'chat' mounts volume 'models', which the pod does not declare; add it to the pod's volumes or mend the name",
      ],
    },
    {
      rule: 'ML-API-006',
      name: 'one path for two volumes, and a subPath that climbs out',
      objects: [withContainer({ volumeMounts: [{ name: 'a', mountPath: '/x' }, { name: 'a', mountPath: '/x', subPath: '../etc' }] }, { volumes: [{ name: 'a', emptyDir: {} }] })],
      says: [
        "container 'server' of Deployment 'chat' mounts two volumes at '/x'; move one of them to another path",
        'container \'server\' of Deployment \'chat\': volumeMounts[1].subPath must be a relative path without \'..\', got "../etc"; name a path inside the volume',
      ],
    },
    {
      rule: 'ML-API-006',
      name: 'a volume twice, one of two kinds, one without what it is of',
      objects: [deployment({ volumes: [{ name: 'a', emptyDir: {} }, { name: 'a', emptyDir: {} }, { name: 'b', emptyDir: {}, configMap: { name: 'c' } }, { name: 'd', secret: {} }] })],
      says: [
        "Deployment 'chat': two volumes are called 'a'; give one of them another name",
        "Deployment 'chat': volume 'b' has configMap and emptyDir, and may have only one; leave one",
        "Deployment 'chat': volume 'd' secret.secretName must be a text that is not empty, got nothing; name it",
      ],
    },
    {
      rule: 'ML-API-007',
      name: 'a selector that does not match its own template',
      objects: [deployment({}, { template: template({}, { app: 'chats' }) })],
      says: [
        "Deployment 'chat': spec.selector app=chat does not match the labels of its own template (app=chats); make the template carry them",
      ],
    },
    {
      rule: 'ML-API-007',
      name: 'no selector',
      objects: [deployment({}, { selector: undefined })],
      says: [
        "Deployment 'chat': spec.selector must be a selector of at least one label, got nothing; select the labels of the pod template",
      ],
    },
    {
      rule: 'ML-API-007',
      name: 'an illegal label, and operators without their values',
      objects: [object('policy/v1', 'PodDisruptionBudget', 'chat', { spec: { selector: { matchLabels: { app: 'a b' }, matchExpressions: [{ key: 'x', operator: 'In' }, { key: 'y', operator: 'Is' }] } } })],
      says: [
        'PodDisruptionBudget \'chat\': spec.selector.matchLabels[\'app\'] must be at most 63 of A-Z, a-z, 0-9, \'-\', \'_\' and \'.\', starting and ending with a letter or digit, got "a b"; shorten it or use other characters; what is free text belongs into an annotation',
        "PodDisruptionBudget 'chat': spec.selector.matchExpressions[0].values must be a list of at least one text, got nothing; give the values",
        'PodDisruptionBudget \'chat\': spec.selector.matchExpressions[1].operator must be one of In, NotIn, Exists, DoesNotExist, got "Is"; write one of them',
      ],
    },
    {
      rule: 'ML-API-001',
      name: 'levels and versions of Pod Security that do not exist',
      objects: [namespace({ 'pod-security.kubernetes.io/enforce': 'Baseline', 'pod-security.kubernetes.io/warn-version': '1.36' })],
      says: [
        'Namespace \'team-a\': metadata.labels[\'pod-security.kubernetes.io/enforce\'] must be one of privileged, baseline, restricted, got "Baseline"; write one of them, in lower case',
        'Namespace \'team-a\': metadata.labels[\'pod-security.kubernetes.io/warn-version\'] must be "latest" or a version of Kubernetes, got "1.36"; write for example "v1.36"',
      ],
    },
    {
      rule: 'ML-API-016',
      name: 'classes and host aliases',
      objects: [deployment({ priorityClassName: 'High', runtimeClassName: 'a_b', hostAliases: [{ ip: '10.0.0', hostnames: ['DB'] }, { ip: '010.0.0.1' }] })],
      says: [
        'priorityClassName must be a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\', starting and ending with a letter or digit), got "High"; write the name as the cluster has it',
        'runtimeClassName must be a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\', starting and ending with a letter or digit), got "a_b"; write the name as the cluster has it',
        'hostAliases[0].ip must be an IP address, got "10.0.0"; write for example "10.0.0.7"',
        'hostAliases[0].hostnames[0] must be a DNS subdomain (at most 253 of a-z, 0-9, \'-\' and \'.\', starting and ending with a letter or digit), got "DB"; write it in lower case',
      ].map((sentence) => `Deployment 'chat': ${sentence}`),
    },
    {
      rule: 'ML-API-016',
      name: 'Exists with a value',
      objects: [deployment({ tolerations: [{ key: 'gpu', operator: 'Exists', value: 'present' }] })],
      says: [
        'Deployment \'chat\': tolerations[0] has operator Exists and value "present", and Exists asks for none; take the value away or write Equal',
      ],
    },
    {
      rule: 'ML-API-016',
      name: 'no key, and seconds without NoExecute',
      objects: [deployment({ tolerations: [{ value: 'a' }, { key: 'b', operator: 'Exists', tolerationSeconds: 5 }] })],
      says: [
        "Deployment 'chat': tolerations[0] has no key, which only operator Exists may do (it tolerates everything); name the taint's key",
        "Deployment 'chat': tolerations[1].tolerationSeconds needs effect NoExecute; write it, or take tolerationSeconds away",
      ],
    },
    {
      rule: 'ML-API-016',
      name: 'maxSkew 0',
      objects: [deployment({ topologySpreadConstraints: [{ maxSkew: 0, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} }] })],
      says: [
        "Deployment 'chat': topologySpreadConstraints[0].maxSkew must be a whole number of at least 1, got 0; give a whole number in that range, without quotes",
      ],
    },
    {
      rule: 'ML-API-015',
      name: 'no access modes and no storage',
      objects: [claim({ accessModes: [], resources: {} })],
      says: [
        "PersistentVolumeClaim 'models': accessModes must be a list of at least one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod, got []; say how it is used",
        "PersistentVolumeClaim 'models': resources.requests.storage must be a quantity, got nothing; write for example 500m, 2, 512Mi or 1.5Gi",
      ],
    },
    {
      rule: 'ML-API-015',
      name: 'ReadWriteOncePod beside another mode, no storage at all',
      objects: [claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'], resources: { requests: { storage: '0' } } })],
      says: [
        "PersistentVolumeClaim 'models': accessModes has ReadWriteOncePod beside ReadWriteOnce; leave one of them",
        'PersistentVolumeClaim \'models\': resources.requests.storage must be above 0, got "0"; give its size',
      ],
    },
    {
      rule: 'ML-API-015',
      name: 'the template of a claim',
      objects: [statefulSet({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteAlways'], resources: { requests: { storage: '1Gi' } } } }] })],
      says: [
        'StatefulSet \'store\': volumeClaimTemplates[0].spec.accessModes must be one of ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod, got "ReadWriteAlways"; write one of them',
      ],
    },
    {
      rule: 'ML-API-020',
      name: 'tolerations that are a number, a node selector that is a list, a strategy and resources in quotes',
      objects: [deployment({ tolerations: 5, nodeSelector: [1], containers: [container({ resources: '{requests: 5}' })] }, { strategy: '{type: Recreate}' })],
      says: [
        "Deployment 'chat': spec.template.spec.containers[0].resources must be a map, got \"{requests: 5}\"; take the quotes away, and write what stands in them as the field has it",
        "Deployment 'chat': spec.template.spec.nodeSelector must be a map, got [1]; write it so",
        "Deployment 'chat': spec.template.spec.tolerations must be a list of maps, got 5; write it so",
        "Deployment 'chat': spec.strategy must be a map, got \"{type: Recreate}\"; take the quotes away, and write what stands in them as the field has it",
      ],
    },
    {
      rule: 'ML-API-020',
      name: 'a number among the arguments, a flag in quotes, a name that is a number, ports and volumes that are texts',
      objects: [deployment({ initContainers: [container({ name: 'init', ports: 'x', args: ['--port', 8000] })], volumes: 'q', hostNetwork: 'true', priorityClassName: 7 })],
      says: [
        "Deployment 'chat': spec.template.spec.initContainers[0].args must be a list of texts, got [\"--port\",8000]; put each of them in quotes",
        "Deployment 'chat': spec.template.spec.initContainers[0].ports must be a list of maps, got \"x\"; take the quotes away, and write what stands in them as the field has it",
        "Deployment 'chat': spec.template.spec.volumes must be a list of maps, got \"q\"; take the quotes away, and write what stands in them as the field has it",
        "Deployment 'chat': spec.template.spec.priorityClassName must be a text, got 7; put it in quotes",
        "Deployment 'chat': spec.template.spec.hostNetwork must be true or false, got \"true\"; take the quotes away, and write what stands in them as the field has it",
      ],
    },
    {
      rule: 'ML-API-020',
      name: 'a quota and a LimitRange of lists, numbers and maps in place of one another',
      objects: [
        object('v1', 'ResourceQuota', 'quota', { spec: { hard: [1], scopes: 3, scopeSelector: { matchExpressions: 5 } } }),
        object('v1', 'ResourceQuota', 'second', { spec: { hard: { pods: 1 }, scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: [5] }] } } }),
        object('v1', 'LimitRange', 'limits', { spec: { limits: { a: 'b' } } }),
        object('v1', 'LimitRange', 'more', { spec: { limits: [{ type: 'Container', max: 3 }] } }),
      ],
      says: [
        "ResourceQuota 'quota': spec.hard must be a map, got [1]; write it so",
        "ResourceQuota 'quota': spec.scopes must be a list of texts, got 3; write it so",
        "ResourceQuota 'quota': spec.scopeSelector.matchExpressions must be a list of maps, got 5; write it so",
        "ResourceQuota 'second': spec.scopeSelector.matchExpressions[0].values must be a list of texts, got [5]; put each of them in quotes",
        "LimitRange 'limits': spec.limits must be a list of maps, got {\"a\":\"b\"}; write it so",
        "LimitRange 'more': spec.limits[0].max must be a map, got 3; write it so",
      ],
    },
  ],
  nearMisses: [
    { rule: 'ML-API-020', name: 'a quota and a LimitRange without anything in them', objects: [object('v1', 'ResourceQuota', 'quota', { spec: { hard: null, scopes: null, scopeSelector: { matchExpressions: null } } }), object('v1', 'LimitRange', 'limits', { spec: { limits: null } })] },
    { rule: 'ML-API-020', name: 'fields without a value, and a list with nothing in it', objects: [deployment({ tolerations: null, nodeSelector: null, volumes: [], hostNetwork: null, initContainers: null }, { strategy: null, paused: null })] },
    { rule: 'ML-API-001', name: 'names and labels at their limits', objects: [deployment({}, {}, { name: `${'a'.repeat(63)}.b`, labels: { [`example.com/${'k'.repeat(63)}`]: 'v'.repeat(63), empty: '' }, annotations: { 'Example.com/A': 'any thing, really: é' } })] },
    { rule: 'ML-API-001', name: "RBAC's own names, and a name that the server makes", objects: [{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name: 'System:Reader' }, rules: [] }, { ...object('v1', 'ConfigMap', 'x'), metadata: { generateName: 'run-', namespace: 'team-a' } }] },
    { rule: 'ML-API-001', name: 'a file of kustomize, which is no object', objects: [{ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources: [] }] },
    { rule: 'ML-API-002', name: 'requests at their limits, written in other ways', objects: [withContainer({ resources: { requests: { 'cpu': 1, 'memory': '1024Mi', 'nvidia.com/gpu': '1e0' }, limits: { 'cpu': '1000m', 'memory': '1Gi', 'nvidia.com/gpu': 1 } } })] },
    { rule: 'ML-API-002', name: 'a pod that states exactly what its containers do', objects: [deployment({ resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1024Mi' } }, containers: ['a', 'b'].map((name) => container({ name, ports: [], resources: { requests: { cpu: '500m', memory: '0.5Gi' }, limits: { cpu: '4', memory: '1Gi' } } })) })] },
    { rule: 'ML-API-002', name: 'containers that may use more together than their pod, and an init container that may use more than it', objects: [deployment({ resources: { limits: { memory: '2Gi' } }, initContainers: [container({ name: 'load', ports: [], resources: { requests: { memory: '1Gi' }, limits: { memory: '3Gi' } } })], containers: ['a', 'b'].map((name) => container({ name, ports: [], resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } })) })] },
    { rule: 'ML-API-003', name: 'an empty value with a source, and an init container of another name', objects: [deployment({ initContainers: [container({ name: 'init' })], containers: [container({ env: [{ name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }, { name: 'my.env var', value: '1' }] })] })] },
    { rule: 'ML-API-004', name: 'the highest port, and one number for TCP and UDP', objects: [withContainer({ ports: [{ containerPort: 65535, name: 'a-15-chars-name' }, { containerPort: 53, name: 'dns' }, { containerPort: 53, protocol: 'UDP', name: 'dns-udp' }] })] },
    { rule: 'ML-API-005', name: 'a readiness probe that has to succeed twice, a sleep as long as the grace period, a sidecar with probes', objects: [deployment({ initContainers: [container({ name: 'side', restartPolicy: 'Always', startupProbe: { grpc: { port: 9000 } } })], containers: [container({ readinessProbe: { tcpSocket: { port: 'http' }, successThreshold: 2, periodSeconds: 0 }, lifecycle: { preStop: { sleep: { seconds: 30 } } } })] })] },
    { rule: 'ML-API-006', name: "a StatefulSet's claim, and two paths of one volume", objects: [statefulSet({ volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }], template: template({ containers: [container({ volumeMounts: [{ name: 'data', mountPath: '/a', subPath: 'x/y..z' }, { name: 'data', mountPath: '/b' }] })] }, { app: 'store' }) })] },
    { rule: 'ML-API-007', name: 'a selector by expressions', objects: [deployment({}, { selector: { matchExpressions: [{ key: 'app', operator: 'In', values: ['chat', 'other'] }, { key: 'canary', operator: 'DoesNotExist' }] } })] },
    { rule: 'ML-API-015', name: 'ReadWriteOncePod alone', objects: [claim({ accessModes: ['ReadWriteOncePod'] })] },
    { rule: 'ML-API-016', name: 'a toleration of everything, and spreading over two keys', objects: [deployment({ tolerations: [{ operator: 'Exists' }, { key: 'a', value: 'b', effect: 'NoExecute', tolerationSeconds: 5 }], topologySpreadConstraints: ['zone', 'host'].map((topologyKey) => ({ maxSkew: 1, topologyKey, whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} })) })] },
    { rule: 'ML-API-003', name: 'a Pod', objects: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'team-a' }, spec: podSpec() }] },
  ],
};
