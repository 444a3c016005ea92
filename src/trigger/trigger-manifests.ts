import { Trigger } from './trigger';
import { Manifest } from '../manifest/manifest';

/** Triggers as a ScaledObject or a ScaledJob spells them, and the objects that say who KEDA is. */
export interface RenderedTriggers {
  readonly triggers: object[];
  readonly authentications: Manifest[];
}

/** Whose triggers they are. */
export interface TriggerOwner {
  readonly name: string;
  readonly namespace?: string;
  readonly labels: { readonly [key: string]: string };
}

/** What of triggers depends on what they wake. */
export interface TriggerTerms {
  /** How much one replica takes where a trigger does not say: 1 where each Job takes one message. */
  readonly share?: number;
  /** True where there may be no consumer left, so that what one has taken and died with has to wake another. */
  readonly rests?: boolean;
}

/** Renders triggers. Each that has to show who KEDA is gets a TriggerAuthentication of its own, `<workload>-trigger`; two that come with the same get one. */
export function renderTriggers(triggers: readonly Trigger[], owner: TriggerOwner, { share, rests }: TriggerTerms = {}): RenderedTriggers {
  const authentications: Manifest[] = [];
  const rendered = triggers.flatMap(({ _facts }) => {
    const { type, auth, taken } = _facts;
    const ref = auth && (auth._existing ?? { name: authentication(authentications, owner, auth._spec) });
    const asking = (metadata: object) => ({ ...(ref ? { authenticationRef: ref } : {}), metadata, type });
    return [asking(metadataOf(_facts, share)), ...(rests && taken !== undefined ? [asking(takenMetadata(_facts, taken))] : [])];
  });
  return { triggers: rendered, authentications };
}

/** A replica takes as much of it as of what waits, and a single one of them is enough to wake somebody. */
function takenMetadata(facts: Trigger['_facts'], taken: string): { [key: string]: string } {
  const { share, activation } = facts;
  return metadataOf({ ...facts, share: { ...share!, key: taken }, activation: { ...activation!, given: 0 } });
}

function metadataOf({ metadata, share, activation }: Trigger['_facts'], usual?: number): { [key: string]: string } {
  const all: { [key: string]: string } = { ...metadata };
  if (share) {
    all[share.key] = `${share.given ?? usual ?? share.usual}`;
  }
  if (activation) {
    all[activation.key] = `${activation.given ?? 0}`;
  }
  return Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function authentication(made: Manifest[], { name, namespace, labels }: TriggerOwner, spec: object): string {
  const text = JSON.stringify(spec);
  const twin = made.find((other) => JSON.stringify(other.spec) === text);
  if (twin) {
    return twin.metadata.name;
  }
  const own = made.length === 0 ? `${name}-trigger` : `${name}-trigger-${made.length + 1}`;
  made.push({ apiVersion: 'keda.sh/v1alpha1', kind: 'TriggerAuthentication', metadata: { labels, name: own, namespace }, spec });
  return own;
}
