import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { Tree } from './tree';
import { ManifestObject } from '../manifest/manifest-object';
import { ScopeFacts, scopeOf } from '../platform/scope';

/**
 * Gives the labels and annotations of the scopes (MlNamespace, MlChart, MlApp) to the objects below them that others made: cdk8s'
 * `ApiObject`, cdk8s-plus, `Include`. What an object has of its own stays. May be called again at every synth.
 *
 * The library's own constructs take them themselves.
 */
export function inheritMetadata(tree: Tree): void {
  const scopes = new Map<IConstruct | undefined, ScopeFacts>();
  for (const { construct } of [...tree.objects.values()].flat()) {
    if (ManifestObject.made(construct)) {
      continue;
    }
    const scope = construct.node.scope;
    const facts = scopes.get(scope) ?? scopeOf(construct);
    scopes.set(scope, facts);
    addLabels(construct, facts.labels);
    addAnnotations(construct, facts.annotations);
  }
}

type Texts = { readonly [key: string]: string };

function addLabels({ metadata }: ApiObject, labels: Texts = {}): void {
  for (const [key, value] of Object.entries(labels)) {
    if (metadata.getLabel(key) === undefined) {
      metadata.addLabel(key, value);
    }
  }
}

function addAnnotations({ metadata }: ApiObject, annotations: Texts = {}): void {
  const entries = Object.entries(annotations);
  if (entries.length === 0) {
    return;
  }
  // cdk8s has no method that tells an annotation
  const own = metadata.toJson()?.annotations ?? {};
  for (const [key, value] of entries) {
    if (own[key] === undefined) {
      metadata.addAnnotation(key, value);
    }
  }
}
