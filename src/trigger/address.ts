import { Problems } from '../border/problems';

/** `user:password@` or `:password@` after the scheme of a URL, or before a host; a password may have been left unescaped. */
const CREDENTIALS = /^([a-z][a-z0-9+.-]*:\/\/)?(.*@)/i;

/** An address as a message may show it: without who is in it. */
export function withoutCredentials(address: string): string {
  return address.replace(CREDENTIALS, (_, scheme: string | undefined) => `${scheme ?? ''}***@`);
}

/**
 * Records a problem if an address carries credentials: everybody who may read the manifests, or the object in the cluster, would read them too.
 * @returns true if it does
 */
export function refuseCredentials(problems: Problems, property: string, address: string, parameters: string): boolean {
  if (!CREDENTIALS.test(address)) {
    return false;
  }
  problems.add(property, 'an address without credentials', withoutCredentials(address), `put them into a Secret and give auth: TriggerAuth.fromSecret('<secret>', ${parameters})`);
  return true;
}

/** Records a problem unless `address` is `host:port`, as a client without URLs takes it. */
export function checkHostPort(problems: Problems, property: string, address: string, example: string): void {
  const [, host, port] = /^(\[[0-9a-fA-F:]+\]|[^\s:/@]+):(\d{1,5})$/.exec(address) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65535) {
    problems.add(property, 'host and port', withoutCredentials(address), `write for example "${example}"`);
  }
}

/** Records a problem unless a name of the broker is a text with something in it. */
export function checkNamed(problems: Problems, property: string, value: string | undefined, example: string): void {
  if (value !== undefined && (value.trim() === '' || /[\r\n]/.test(value))) {
    problems.add(property, 'a text that is not empty', value, `write for example "${example}"`);
  }
}
