import { ClusterProps } from './cluster-props';
import { checkPort } from '../border/amounts';
import { checkCidr } from '../border/cidr';
import { isDnsLabel, isDnsSubdomain, isLabelValue, isQualifiedName } from '../border/names';
import { Problems } from '../border/problems';

/** Records what is wrong with the facts of a cluster, but for its pools. */
export function checkCluster(problems: Problems, props: ClusterProps): void {
  props.dnsCidrs?.forEach((cidr, i) => checkCidr(problems, `dnsCidrs[${i}]`, cidr));
  props.dnsPorts?.forEach((port, i) => checkPort(problems, `dnsPorts[${i}]`, port));
  if (props.dnsPorts?.length === 0) {
    problems.add('dnsPorts', 'at least one port', [], 'copy them from \'kubectl get endpointslices\' of the DNS, or leave them out');
  }
  props.apiServerCidrs?.forEach((cidr, i) => checkCidr(problems, `apiServerCidrs[${i}]`, cidr));
  props.apiServerPorts?.forEach((port, i) => checkPort(problems, `apiServerPorts[${i}]`, port));
  if (props.apiServerPorts?.length === 0) {
    problems.add('apiServerPorts', 'at least one port', [], 'copy them from \'kubectl get endpointslices kubernetes\', or leave them out');
  }
  const apis = (props.metrics ?? []).map(({ api }) => api);
  if (new Set(apis).size < apis.length) {
    problems.add('metrics', 'pipelines of different APIs', apis, 'leave out the second of each');
  }
  for (const [property, selector] of [['monitorLabels', 'serviceMonitorSelector'], ['ruleLabels', 'ruleSelector']] as const) {
    for (const [key, value] of Object.entries(props[property] ?? {})) {
      if (!isQualifiedName(key) || !isLabelValue(value)) {
        problems.add(`${property}.${key}`, 'a legal label', value, `copy it from ${selector} of 'kubectl get prometheus -o yaml'`);
      }
    }
  }
  props.gateways?.forEach(({ name, namespace }, i) => {
    if (!isDnsSubdomain(name)) {
      problems.add(`gateways[${i}].name`, 'the name of a Gateway', name, 'copy it from \'kubectl get gateways -A\'');
    }
    if (!isDnsLabel(namespace)) {
      problems.add(`gateways[${i}].namespace`, 'the name of a namespace', namespace, 'copy it from \'kubectl get gateways -A\'');
    }
  });
  const names = props.storageClasses?.map(({ name }) => name) ?? [];
  names.forEach((name, i) => {
    if (!isDnsSubdomain(name)) {
      problems.add(`storageClasses[${i}].name`, 'the name of a StorageClass', name, 'copy it from \'kubectl get storageclasses\'');
    }
    if (names.indexOf(name) < i) {
      problems.add(`storageClasses[${i}].name`, 'a name that no other has', name, 'leave the second one out');
    }
  });
}
