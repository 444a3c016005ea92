import { request } from 'http';

/** What an HTTP request came to. */
export interface Answer {
  /** 0 where there was no answer: refused, timed out, no such name; `error` says which. */
  readonly status: number;
  readonly body: string;
  readonly error: string;
}

export interface AskOptions {
  /** @default 'GET' */
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** @default 5 */
  readonly timeoutSeconds?: number;
}

/**
 * Asks once, over a connection of its own: `fetch` would hand a request to one
 * that is still being made, in vain, to where there was nothing a moment ago.
 */
export function ask(url: string, options: AskOptions = {}): Promise<Answer> {
  const seconds = options.timeoutSeconds ?? 5;
  return new Promise((resolve) => {
    const failed = (error: Error) => resolve({ status: 0, body: '', error: error.message });
    const asking = request(url, { method: options.method, headers: options.headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk) => { body += chunk; });
      response.on('error', failed);
      response.on('end', () => resolve({ status: response.statusCode!, body, error: '' }));
    });
    const timer = setTimeout(() => asking.destroy(new Error(`timed out after ${seconds} s`)), seconds * 1000);
    asking.on('error', failed);
    asking.on('close', () => clearTimeout(timer));
    asking.end(options.body);
  });
}
