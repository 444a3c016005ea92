import { Card, MigTable } from './card';

/** Profiles of a card with eight slices of memory and seven of compute; with `+me` the first has the media engines. */
function seven(one: string, oneDouble: string, two: string, three: string, four: string, all: string): MigTable {
  return { slices: 8, profiles: { [one]: 1, [`${one}+me`]: 1, [oneDouble]: 2, [two]: 2, [three]: 4, [four]: 4, [all]: 8 } };
}

/**
 * MIG profiles by card.
 *
 * @see https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
 * @see https://github.com/NVIDIA/mig-parted/blob/main/deployments/systemd/config-default.yaml for GB200, B300 and GB300
 */
export const MIG = {
  a30: { slices: 4, profiles: { '1g.6gb': 1, '1g.6gb+me': 1, '2g.12gb': 2, '2g.12gb+me': 2, '4g.24gb': 4 } },
  a100x40: seven('1g.5gb', '1g.10gb', '2g.10gb', '3g.20gb', '4g.20gb', '7g.40gb'),
  a100x80: seven('1g.10gb', '1g.20gb', '2g.20gb', '3g.40gb', '4g.40gb', '7g.80gb'),
  h100: seven('1g.10gb', '1g.20gb', '2g.20gb', '3g.40gb', '4g.40gb', '7g.80gb'),
  h100nvl: seven('1g.12gb', '1g.24gb', '2g.24gb', '3g.47gb', '4g.47gb', '7g.94gb'),
  h200: seven('1g.18gb', '1g.35gb', '2g.35gb', '3g.71gb', '4g.71gb', '7g.141gb'),
  b200: seven('1g.23gb', '1g.45gb', '2g.45gb', '3g.90gb', '4g.90gb', '7g.180gb'),
  gb200: seven('1g.23gb', '1g.47gb', '2g.47gb', '3g.93gb', '4g.93gb', '7g.186gb'),
  b300: seven('1g.34gb', '1g.67gb', '2g.67gb', '3g.135gb', '4g.135gb', '7g.269gb'),
  gb300: seven('1g.35gb', '1g.70gb', '2g.70gb', '3g.139gb', '4g.139gb', '7g.278gb'),
  rtxPro6000: {
    slices: 4,
    profiles: {
      '1g.24gb': 1,
      '1g.24gb+me': 1,
      '1g.24gb+gfx': 1,
      '1g.24gb+me.all': 1,
      '1g.24gb-me': 1,
      '2g.48gb': 2,
      '2g.48gb+gfx': 2,
      '2g.48gb+me.all': 2,
      '2g.48gb-me': 2,
      '4g.96gb': 4,
      '4g.96gb+gfx': 4,
    },
  },
} satisfies { readonly [card: string]: MigTable };

/**
 * MiB of a MIG slice: 95 % of its share of the card, which every driver gives at the least.
 *
 * Drivers differ by some hundred MiB and publish no table. What they are known to report is 95 % (`1g.5gb` of an A100, 4864 MiB) to 99 % of the share.
 * @see https://github.com/NVIDIA/go-nvml/blob/main/pkg/nvml/mock/gpus/a100.go
 */
export function migMebibytes(card: Card, profile: string): number | undefined {
  const { slices, profiles } = card.mig!;
  return card.mebibytes === undefined ? undefined : Math.floor(card.mebibytes * profiles[profile] * 95 / (100 * slices));
}

/**
 * How many slices of a profile one card has: as many as its slices of memory and those of compute are enough for, and one with the media engines.
 * Cards with eight slices of memory have seven of compute, by which profiles are counted (`3g`).
 */
export function migPerCard({ slices, profiles }: MigTable, profile: string): number {
  const compute = slices === 8 ? 7 : slices;
  return /\+me/.test(profile) ? 1 : Math.min(Math.floor(slices / profiles[profile]), Math.floor(compute / Number.parseInt(profile, 10)));
}

/**
 * The resource of a profile under the strategy `mixed`: a resource name has no `+`.
 * @see https://github.com/NVIDIA/k8s-device-plugin/blob/main/internal/rm/rm.go (`AddDefaultResourcesToConfig`)
 */
export const migResource = (profile: string): string => `nvidia.com/mig-${profile.replace(/\+/g, '.')}`;
