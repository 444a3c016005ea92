import { CardReading, readCard } from './card-reading';
import { Texts } from './texts';
import { INT32 } from '../../border/amounts';
import { AcceleratorFile, whyRefused } from '../../cluster/file/accelerator-file';
import { amountOf } from '../../cluster/file/amount';

/** The accelerators of a node, and what its labels leave in doubt. */
export interface Cards {
  readonly accelerator: AcceleratorFile;
  readonly doubts: readonly string[];
}

/** Resources that are accelerators, the one that counts first. */
const RESOURCES = /^(nvidia\.com\/(gpu|gpu\.shared|mig-.+|mig-.+\.shared)|amd\.com\/gpu|google\.com\/tpu|aws\.amazon\.com\/neuron|habana\.ai\/gaudi|gpu\.intel\.com\/(i915|xe))$/;

/** A card that reports less than this share of its memory is a part of one: what error correction takes, and what drivers and clouds differ by, is a few hundredths. */
const LEAST = 0.9;

/** The accelerators of a node by what it offers and how it is labelled; nothing without. */
export function cardsOf(allocatable: Texts, labels: Texts): Cards | undefined {
  const offered = Object.keys(allocatable).filter((name) => RESOURCES.test(name) && amountOf(allocatable[name]) >= 1).sort()[0];
  if (offered === undefined) {
    return undefined;
  }
  const reading = readCard(offered, Math.min(Math.floor(amountOf(allocatable[offered])), INT32), labels);
  const { cards, resource, pieces, name } = reading;
  if (isCut(reading)) {
    return {
      accelerator: { name: `${name}-part`, resource: offered, perNode: pieces },
      doubts: [`offers ${pieces} of ${resource} and has ${cards} ${cards === 1 ? 'card' : 'cards'}, of which no label says how they are cut or shared; written as '${name}-part', whose memory nobody knows`],
    };
  }
  const said = asSaid(reading);
  const refused = whyRefused(said);
  const accelerator = refused === undefined ? said : withLess(said, reading);
  return { accelerator, doubts: [...doubtsOf(reading, said), ...refused === undefined ? [] : [`has accelerators that no pool can have (${refused}); written as '${accelerator.name}', with less`]] };
}

/** A part of a card that is known by its memory alone, as a virtual machine may have one. */
const isPart = ({ memory, whole, profile }: CardReading): boolean => profile === undefined && memory !== undefined && whole !== undefined && memory < whole * LEAST;

/** More than there are cards, though they are said to be whole: AKS says nothing of slices, and a device plugin of shares only where feature discovery runs. */
const isCut = ({ pieces, cards, profile, shares, name }: CardReading): boolean =>
  cards !== undefined && /^(nvidia|amd)/.test(name) && profile === undefined && !shares && pieces > cards;

/** All that is said of them. What the list of cards does not know goes by the name and the memory that are reported. */
function asSaid(reading: CardReading): AcceleratorFile {
  const { offered, resource, pieces, name, called, memory, whole, profile, topology, shares, driverVersion } = reading;
  const isListed = whole !== undefined && !isPart(reading);
  return {
    name: isPart(reading) ? `${name}-part` : whole === undefined && memory !== undefined && called !== undefined ? called : name,
    resource,
    perNode: Math.floor(pieces / (shares?.replicas ?? 1)),
    ...!isListed && memory !== undefined && { memory: `${memory}Mi` },
    ...isListed && profile !== undefined && { mig: profile },
    ...topology !== undefined && { topology },
    ...shares && { ...shares, renamed: offered !== resource },
    ...driverVersion !== undefined && { driverVersion },
  };
}

/** As much of it as a pool can have: a name that stands for no listed card has no slices and no shares that could be wrong. */
function withLess(said: AcceleratorFile, { offered, pieces, name, memory, profile }: CardReading): AcceleratorFile {
  const { topology: _, ...anySlice } = said;
  const { mig: __, ...unlisted } = { ...anySlice, name: `${name}-${profile === undefined ? 'part' : `mig-${profile}`}`, ...memory !== undefined && { memory: `${memory}Mi` } };
  return [anySlice, unlisted].find((less) => whyRefused(less) === undefined) ?? { name: unlisted.name, resource: offered, perNode: pieces };
}

function doubtsOf(reading: CardReading, { perNode, name }: AcceleratorFile): string[] {
  const { offered, pieces, shares, memory, whole } = reading;
  return [
    ...shares && pieces % shares.replicas > 0 ? [`offers ${pieces} of ${offered}, ${shares.replicas} shares for each card; ${perNode} whole ${perNode === 1 ? 'card is' : 'cards are'} counted`] : [],
    ...isPart(reading) ? [`has ${memory}Mi of the ${whole}Mi of ${reading.name}; written as '${name}' with that memory`] : [],
  ];
}
