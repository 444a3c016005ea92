import { Document, isAlias, isCollection, isMap, isScalar, LineCounter, parseDocument, ScalarTag, visit, YAMLError } from 'yaml';
import { readScalar } from './scalar';

/** What is wrong with a text in YAML, and where: counted from 1, within the text. */
export interface YamlFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** What a text in YAML holds, or what is wrong with it. */
export interface YamlReading {
  readonly value?: unknown;
  readonly faults: readonly YamlFault[];
}

const CORE = 'tag:yaml.org,2002:';
const scalar = (tag: string, extra: object): ScalarTag => ({ identify: () => false, tag: `${CORE}${tag}`, resolve: readScalar, ...extra });
/** Scalars without quotes, and what may be asked of one by a tag. */
const SCALARS = [
  scalar('kubectl', { default: true, test: /^(?:$|[-+.0-9~yYnNtTfFoO])/ }),
  ...['bool', 'int', 'float', 'null', 'timestamp'].map((tag) => scalar(tag, { default: false })),
  scalar('binary', { default: false, resolve: (text: string) => Buffer.from(text, 'base64').toString('latin1') }),
];

/** What to change, by the code of the library's error. */
const REMEDIES: { readonly [code: string]: string } = {
  ALIAS_PROPS: 'take the anchor or tag away from the alias',
  BAD_ALIAS: 'write the name of an anchor behind the *',
  BAD_BLOCK_SCALAR_HEADER: "write | or >, then at most a digit and '-' or '+'",
  BAD_DQ_ESCAPE: 'write the backslash twice, or use single quotes',
  BAD_INDENT: 'indent it as its neighbours are',
  BAD_SCALAR_START: 'put the value in quotes',
  BLOCK_AS_IMPLICIT_KEY: "put a value that has ': ' in it in quotes, or indent the lines below as they are meant",
  BLOCK_IN_FLOW: 'close the bracket first',
  DUPLICATE_KEY: 'take one of them away',
  KEY_OVER_1024_CHARS: 'choose a shorter key',
  MISSING_CHAR: 'add it',
  MULTILINE_IMPLICIT_KEY: "write key and ':' on one line",
  MULTIPLE_ANCHORS: 'keep one anchor',
  MULTIPLE_DOCS: 'separate documents by a line of ---',
  MULTIPLE_TAGS: 'keep one tag',
  TAB_AS_INDENT: 'indent by spaces; YAML takes no tabs',
  TAG_RESOLVE_FAILED: 'take the tag away',
  UNEXPECTED_TOKEN: 'put the value in quotes, or indent it as it is meant',
};

/** Reads one document as kubectl does; the library knows the place of everything, and takes its time for it. */
export function readYaml(text: string): YamlReading {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    version: '1.1', schema: 'failsafe', merge: true, customTags: (tags) => [...tags, ...SCALARS], lineCounter, prettyErrors: false, logLevel: 'error',
  });
  const at = (offset: number, message: string): YamlFault => {
    const { line, col } = lineCounter.linePos(offset);
    return { line, column: col, message };
  };
  const errors = document.errors.filter(({ code, pos: [from, to] }) => code !== 'MULTIPLE_DOCS' || from < to);
  if (errors.length > 0) {
    return { faults: worthSaying(errors).map((error) => at(error.pos[0], `${said(error)}; ${REMEDIES[error.code] ?? 'mend it'}`)) };
  }
  const keys: YamlFault[] = [];
  visit(document, {
    Pair: (_, { key }) => {
      if (isCollection(key)) {
        const braces = isMap(key) ? "; a value that begins with '{{' belongs in quotes, and a template has to be rendered first" : '; put it in quotes';
        keys.push(at(key.range?.[0] ?? 0, `a key must be a text, got a ${isMap(key) ? 'map' : 'list'}${braces}`));
      }
    },
  });
  if (keys.length > 0) {
    return { faults: keys.slice(0, 1) };
  }
  try {
    return { value: document.toJS({ maxAliasCount: 100 }), faults: [] };
  } catch (error) {
    const { nobody, offset } = unresolved(document);
    if (nobody !== undefined) {
      return { faults: [at(offset, `nothing has the anchor &${nobody}; set it before the alias *${nobody}, or put the value in quotes`)] };
    }
    const expands = error instanceof ReferenceError && /alias/i.test(error.message);
    return { faults: [at(0, expands ? 'its aliases stand for more than is sensible; write out what they stand for' : `${firstLine(error as Error)}; mend it`)] };
  }
}

/** The first alias of nothing. */
function unresolved(document: Document): { readonly nobody?: string; readonly offset: number } {
  let found: { readonly nobody?: string; readonly offset: number } = { offset: 0 };
  const anchors = new Set<string>();
  visit(document, (_, node) => {
    if (isAlias(node) && !anchors.has(node.source)) {
      found = { nobody: node.source, offset: node.range?.[0] ?? 0 };
      return visit.BREAK;
    }
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined) {
      anchors.add(node.anchor);
    }
    return undefined;
  });
  return found;
}

/** The first error, of which others may be the consequence, and every key that stands twice. */
function worthSaying(errors: readonly YAMLError[]): readonly YAMLError[] {
  return errors.filter((error, i) => i === 0 || error.code === 'DUPLICATE_KEY');
}

function said(error: YAMLError): string {
  if (error.code === 'DUPLICATE_KEY') {
    return 'this key stands twice in one map';
  }
  if (error.code === 'MULTIPLE_DOCS') {
    return "what stands below a line of '...' is a document of its own, which kubectl does not read";
  }
  const text = firstLine(error).replace(/[.;]$/, '').replace(/closing (.)quote/, 'closing $1');
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const firstLine = ({ message }: Error): string => message.split('\n')[0];
