import { App, Names, YamlOutputType } from 'cdk8s';
import { RenderedObject } from './render';
import { RenderedChart, Synthesis } from './synthesis';
import { writeYaml } from './yaml';
import { nameOf } from '../manifest/manifest';

/** A file to write. */
export interface OutputFile {
  /** Below the output folder, with `/` between folder and file. */
  readonly name: string;
  /** The paths of the constructs that it comes from. */
  readonly from: string;
  /** Makes what stands in it. */
  text(): string;
}

/** The files of an app, named as cdk8s' `App` names them. */
export function layout(app: App, synthesis: Synthesis, metadata: ConstructMetadata): OutputFile[] {
  const files = manifestFiles(app, synthesis);
  return metadata === ConstructMetadata.NONE ? files : [...files, constructMetadata(synthesis.charts, metadata === ConstructMetadata.FOR_REPORTS)];
}

/** Whether it is written down which construct made which object. */
export enum ConstructMetadata {
  NONE,
  /** By name, as cdk8s' `App` does: of objects that share a name the last one counts. */
  BY_NAME,
  /** What cdk8s-cli asks for before it lets its plugins validate: objects that share a name are there by kind and namespace too, for its reports. */
  FOR_REPORTS,
}

/** What of `files` would overwrite another one of them. */
export function collisions(files: readonly OutputFile[]): string[] {
  const first = new Map<string, string>();
  return files.flatMap(({ name, from }) => {
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, from);
      return [];
    }
    return [`[${from}] goes to the file ${name}, as does [${other}], and would overwrite it; give one of them another name, `
      + 'or give the app another yamlOutputType'];
  });
}

function manifestFiles(app: App, { charts, numbered }: Synthesis): OutputFile[] {
  const extension = app.outputFileExtension;
  const chartName = (chart: RenderedChart, index: number) => `${numbered ? `${index.toString().padStart(4, '0')}-` : ''}${Names.toDnsLabel(chart.chart)}`;
  switch (app.yamlOutputType) {
    case YamlOutputType.FILE_PER_APP:
      return charts.length > 0 ? [yamlFile(`app${extension}`, charts.map(({ path }) => path).join(', '), charts.flatMap(({ objects }) => objects))] : [];
    case YamlOutputType.FILE_PER_CHART:
      return charts.map((chart, i) => yamlFile(`${chartName(chart, i)}${extension}`, chart.path, chart.objects));
    case YamlOutputType.FILE_PER_RESOURCE:
      return charts.flatMap(({ objects }) => objects).filter(({ manifest }) => manifest !== undefined)
        .map((object) => yamlFile(`${resourceName(object.manifest.kind, object.manifest.metadata?.name)}${extension}`, object.path, [object]));
    case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
      // here cdk8s takes the names of the constructs, not those of the manifests, which a patch may have changed
      return charts.flatMap((chart, i) => chart.objects.map((object) => yamlFile(
        `${chartName(chart, i)}/${resourceName(object.object.kind, object.object.metadata.name)}${extension}`, object.path, [object])));
    default:
      return [];
  }
}

function resourceName(kind: string, name: string | undefined): string {
  return `${kind}.${name}`.replace(/[^0-9a-zA-Z-_.]/g, '');
}

function yamlFile(name: string, from: string, objects: readonly RenderedObject[]): OutputFile {
  return { name, from, text: () => writeYaml(objects.map(({ manifest, raw }) => ({ content: manifest, sort: raw }))) };
}

/** The file that tells cdk8s-cli's plugins which construct made which object. */
export const CONSTRUCT_METADATA = 'construct-metadata.json';

function constructMetadata(charts: readonly RenderedChart[], forReports: boolean): OutputFile {
  const text = () => {
    const objects = charts.flatMap((chart) => chart.objects);
    const resources = Object.fromEntries(objects.map(({ object, path }) => [object.name, { path }]));
    const shared = new Set(objects.filter(({ object, path }) => resources[object.name].path !== path).map(({ object }) => object.name));
    for (const { object, manifest, path } of forReports ? objects : []) {
      if (shared.has(object.name)) {
        resources[nameOf(manifest)] = { path };
      }
    }
    return JSON.stringify({ version: '1.0.0', resources });
  };
  return { name: CONSTRUCT_METADATA, from: CONSTRUCT_METADATA, text };
}
