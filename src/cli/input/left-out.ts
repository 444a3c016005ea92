import { counted } from '../counted';

/** Why something of the input is not judged, and what to do about it. */
export enum Reason {
  CHART = 'chart',
  KUSTOMIZATION = 'kustomization',
  TEMPLATE = 'template',
  NO_MANIFEST = 'no manifest',
  CONFIGURATION = 'configuration',
  NOT_LOOKED_INTO = 'not looked into',
}

/** Something that is not judged. */
export interface LeftOut {
  readonly reason: Reason;
  /** The file or folder, with the line where it is a part of a file. */
  readonly place: string;
}

const TEXTS: { readonly [reason in Reason]: (count: number) => string } = {
  [Reason.CHART]: (count) => `${counted(count, 'Helm chart')}, whose templates are no manifests (judge what it makes: helm template FOLDER | cdk8s-ml check -)`,
  [Reason.KUSTOMIZATION]: (count) => `${counted(count, 'kustomization')}, whose files are parts of manifests (judge what it makes: kubectl kustomize FOLDER | cdk8s-ml check -)`,
  [Reason.TEMPLATE]: (count) => `${counted(count, 'template')}, to be filled before it is a manifest (judge what it makes: helm template CHART | cdk8s-ml check -)`,
  [Reason.NO_MANIFEST]: (count) => `${counted(count, 'document')} without apiVersion and kind, which is no manifest`,
  [Reason.CONFIGURATION]: (count) => `${counted(count, 'configuration')} of a program, which no API server takes`,
  [Reason.NOT_LOOKED_INTO]: (count) => `${counted(count, 'folder')} that is hidden, linked or installed (name it to have it judged)`,
};
const SHOWN = 4;

/** A line for each reason, with the first places. */
export function leftOutTexts(leftOut: readonly LeftOut[]): string[] {
  return Object.values(Reason).flatMap((reason) => {
    const places = leftOut.filter((one) => one.reason === reason).map(({ place }) => place);
    const more = places.length > SHOWN ? ` and ${places.length - SHOWN} more` : '';
    return places.length > 0 ? [`not judged: ${TEXTS[reason](places.length)}: ${places.slice(0, SHOWN).join(', ')}${more}`] : [];
  });
}
