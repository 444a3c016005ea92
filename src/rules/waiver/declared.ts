import { IConstruct } from 'constructs';
import { Linter } from './linter';

/** A waiver as a program declares it. */
export interface DeclaredWaiver {
  /** The rule of ours that it waives, if it is one. */
  readonly rule?: string;
  /** The checks of linters that it waives. */
  readonly checks: readonly { readonly linter: Linter; readonly check: string }[];
  readonly reason: string;
  /** The kinds of objects that it is written on; those that make pods if it does not say. */
  readonly kinds?: readonly string[];
}

const declared = new WeakMap<IConstruct, DeclaredWaiver[]>();
const roots = new WeakSet<IConstruct>();

/** Declares a waiver on everything below `construct`. */
export function declareWaiver(construct: IConstruct, waiver: DeclaredWaiver): void {
  const waivers = declared.get(construct);
  if (waivers) {
    waivers.push(waiver);
  } else {
    declared.set(construct, [waiver]);
  }
  roots.add(construct.node.root);
}

/** The waivers that were declared on `construct` itself. */
export function declaredWaivers(construct: IConstruct): readonly DeclaredWaiver[] {
  return declared.get(construct) ?? [];
}

/** True if anything in the tree of `root` declares a waiver. */
export const hasWaivers = (root: IConstruct): boolean => roots.has(root.node.root);
