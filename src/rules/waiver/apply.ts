import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { WAIVE, WAIVE_LINTERS } from './annotations';
import { DeclaredWaiver, declaredWaivers, hasWaivers } from './declared';
import { linterAnnotations } from './linter-annotations';
import { WORKLOADS } from '../../reading/pod-template';
import { kindOf } from '../../reading/subject';

/**
 * Writes the waivers of every construct below `root` onto the objects that they concern. It may run at every synth: what stands there already
 * is left as it is.
 *
 * A waiver goes to the objects of the kinds that its rule judges. Where there is none of them it goes to every object, so that the judge sees
 * it and says that it waives nothing.
 */
export function applyWaivers(root: IConstruct): void {
  if (!hasWaivers(root)) {
    return;
  }
  const concerned = new Map<ApiObject, DeclaredWaiver[]>();
  for (const construct of root.node.findAll()) {
    for (const waiver of declaredWaivers(construct)) {
      const objects = construct.node.findAll().filter((child): child is ApiObject => ApiObject.isApiObject(child));
      const judged = objects.filter((object) => concerns(waiver, kindOf(object.apiVersion, object.kind)));
      for (const object of judged.length > 0 ? judged : objects) {
        concerned.set(object, [...(concerned.get(object) ?? []), waiver]);
      }
    }
  }
  for (const [object, waivers] of concerned) {
    annotate(object, waivers);
  }
}

function concerns({ kinds = WORKLOADS }: DeclaredWaiver, kind: string): boolean {
  return kinds.includes('*') || kinds.includes(kind);
}

function annotate(object: ApiObject, waivers: readonly DeclaredWaiver[]): void {
  const existing = object.metadata.toJson()?.annotations ?? {};
  const checked = waivers.flatMap(({ checks, reason }) => checks.map((check) => ({ ...check, reason })));
  const wanted = linterAnnotations(checked, existing);
  // the nearest waiver of a rule comes last, and its reason is the one that counts
  for (const { rule, reason } of waivers) {
    if (rule !== undefined) {
      wanted[`${WAIVE}${rule}`] = reason;
    }
  }
  const ofLinters = waivers.filter(({ rule }) => rule === undefined).flatMap(({ checks, reason }) => checks.map(({ linter, check }) => `${linter} ${check}: ${reason}`));
  if (ofLinters.length > 0) {
    wanted[WAIVE_LINTERS] = [...new Set(ofLinters)].join('; ');
  }
  for (const [key, value] of Object.entries(wanted)) {
    if (existing[key] !== value) {
      object.metadata.addAnnotation(key, value);
    }
  }
}
