import { parseAllDocuments } from 'yaml';

/** A webhook that is told where its Service is. */
interface Hook {
  clientConfig: { service?: { path?: string }; url?: string; caBundle?: string };
}

/**
 * The webhook configurations among a project's own manifests, with a server on loopback in place of its Service. Names get a prefix, for several projects
 * call theirs `validating-webhook-configuration`.
 */
export function webhooksAt(manifests: string, prefix: string, port: number, caBundle: string): object[] {
  const found = parseAllDocuments(manifests).map((document) => document.toJS() as any).filter((manifest) => /WebhookConfiguration$/.test(manifest?.kind ?? ''));
  if (found.length === 0) throw new Error(`no webhook configuration for ${prefix}`);
  return found.map((manifest) => ({
    ...manifest,
    metadata: { ...manifest.metadata, name: `${prefix}-${manifest.metadata.name}`, namespace: undefined },
    webhooks: manifest.webhooks.map((hook: Hook) => ({ ...hook, clientConfig: { url: `https://127.0.0.1:${port}${hook.clientConfig.service?.path ?? ''}`, caBundle } })),
  }));
}
