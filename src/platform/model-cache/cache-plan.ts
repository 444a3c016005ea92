import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import { ModelCacheProps } from './model-cache-props';
import { checkName } from '../../border/names';
import { Problems } from '../../border/problems';
import { PREFIX } from '../../manifest/manifest';
import { FACTORIES } from '../../model/artifact/artifact-source';
import { ModelArtifact } from '../../model/artifact/model-artifact';
import { ArtifactPlan, artifactPlan } from '../../pod/artifact/artifact-plan';
import { Placement } from '../../pod/placement/placement';
import { workloadLabels } from '../../pod/workload-labels';
import { declarePlacement, namespaceAt, ScopeFacts, scopeOf } from '../scope';

/** Everything that the objects of one cache have in common, worked out once from its props. */
export interface CachePlan {
  readonly name: string;
  readonly namespace?: string;
  readonly scope: ScopeFacts;
  readonly props: ModelCacheProps;
  readonly placement: Placement;
  /** What the cache is keyed by. */
  readonly revision: string;
  /** The claim that is filled. */
  readonly source: string;
  /** The claim that is read: the same one where it is shared. */
  readonly claim: string;
  /** What the claims ask for, `50Gi`. */
  readonly size: string;
  readonly labels: { readonly [key: string]: string };
  /** Those of the one who makes the copy for the readers. */
  readonly publisherLabels: { readonly [key: string]: string };
  readonly fetching: ArtifactPlan;
}

/** On what is made for one revision, so that it can be found when nobody needs it any more. */
export const REVISION = `${PREFIX}/artifact-revision`;
const VOLUME = 'cache';
const ANYWHERE = Placement.of({});
/** What stands behind the name at most, of 63 characters that a Job's name has: `-publish-1a2b3c4d`. */
const LONGEST_NAME = 63 - '-publish-1a2b3c4d'.length;

/**
 * The plan of the cache that `construct` stands for.
 * @throws with every violation at once if a property is wrong
 */
export function planOfCache(construct: Construct, props: ModelCacheProps): CachePlan {
  const problems = new Problems(construct.node.path);
  const name = props.name ?? construct.node.id;
  const { artifact, storage, loader } = props;
  const scope = scopeOf(construct);
  const placement = (props.placement ?? ANYWHERE)._in(scope.cluster);
  declarePlacement(construct, placement, scope);
  const revision = keyOf(artifact);
  const source = storage._isCopied ? `${name}-${revision}-source` : name;
  checkName(problems, props.name === undefined ? 'id' : 'name', name);
  if (name.length > LONGEST_NAME) {
    problems.add(props.name === undefined ? 'id' : 'name', `at most ${LONGEST_NAME} characters long`, name, 'the names of its Jobs add to it; shorten it');
  }
  placement._check(problems, 'placement');
  props.identity?._check(problems, 'identity');
  storage._check(problems, 'storage', artifact._bytes, scope.cluster);
  if (!artifact._fetched) {
    problems.say(`'artifact' is ModelArtifact.${FACTORIES[artifact._source.kind]}(), of which nothing is fetched; hand it to the workload itself`);
  } else if (artifact._facts.refresh) {
    problems.say('\'artifact.refresh\' moves what is served without a new release, and a cache is keyed by what the program says is served; leave it out and give manifestDigest');
  }
  const fetching = artifactPlan(problems, artifact, {
    workload: name, property: 'artifact', loader, loaderProperty: 'loader', refreshes: true, store: { volume: { name: VOLUME, persistentVolumeClaim: { claimName: source } }, folder: revision },
  });
  problems.throw();
  const labelled = { component: 'model-cache', scopeLabels: scope.labels };
  return {
    name,
    namespace: namespaceAt(construct),
    scope,
    props,
    placement,
    revision,
    source,
    claim: storage._isCopied ? `${name}-${revision}` : name,
    size: storage._size(artifact._bytes!),
    labels: workloadLabels({ name, ...labelled }),
    publisherLabels: workloadLabels({ name: publisherOf(name), ...labelled }),
    fetching,
  };
}

/** What the cache is keyed by: the artifact's revision, and which of its files are wanted, where not all are. */
function keyOf({ revision = '', _facts: { files } }: ModelArtifact): string {
  return files ? hashOf([revision, ...[...files].sort()], 16) : revision;
}

/** Who makes the copy: it may create objects in the cluster, and so it is not who may read the bucket. */
export const publisherOf = (name: string): string => `${name}-publish`;

/** The name of a Job whose template is that one: a Job's template cannot change, so that another one is another Job. */
export function jobName(stem: string, template: object): string {
  return `${stem}-${hashOf(template, 8)}`;
}

const hashOf = (content: object, digits: number): string => createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, digits);
