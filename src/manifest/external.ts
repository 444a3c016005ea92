import { IConstruct } from 'constructs';
import { checkCall } from '../border/check-kinds';

/** An object that the manifests refer to and that somebody else makes. */
export interface ExternalObject {
  /** Its kind, `Secret`. */
  readonly kind: string;
  /** Its name. */
  readonly name: string;
  /**
   * Its namespace.
   * @default - any namespace
   */
  readonly namespace?: string;
  /**
   * The keys that it holds (ConfigMap and Secret).
   * @default - unknown; every key is taken to exist
   */
  readonly keys?: string[];
}

const declared = new WeakMap<IConstruct, ExternalObject[]>();

/**
 * Declares objects that exist in the cluster without this app making them, so that a reference to one is no finding.
 *
 * @example External.declare(chart, { kind: 'Secret', name: 'registry-credentials', keys: ['token'] });
 */
export class External {
  /** Declares that `object` exists wherever `scope`'s app is applied. */
  public static declare(scope: IConstruct, object: ExternalObject): void {
    checkCall('External.declare', [scope, object]);
    const root = scope.node.root;
    const list = declared.get(root);
    if (list) {
      list.push(object);
    } else {
      declared.set(root, [object]);
    }
  }

  private constructor() {}
}

/** Every object declared external in the tree of `root`. */
export function externalsOf(root: IConstruct): readonly ExternalObject[] {
  return declared.get(root) ?? [];
}
