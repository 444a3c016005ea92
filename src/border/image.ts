import { Problems } from './problems';

const HOST = '(?:[a-zA-Z0-9.-]+|\\[[0-9a-fA-F:]+\\])(?::[0-9]+)?';
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const TAG = '[\\w][\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
const REFERENCE = new RegExp(`^(?:${HOST}/)?${COMPONENT}(?:/${COMPONENT})*(?::(?<tag>${TAG}))?(?:@(?<digest>${DIGEST}))?$`);

/**
 * What is wrong with a reference to a container image, or nothing: it has to name one image for ever (a digest), or at least
 * one release (a tag other than `latest`).
 *
 * @see https://github.com/distribution/reference/blob/main/regexp.go
 */
export function imageFault(image: string): string | undefined {
  const match = REFERENCE.exec(image);
  if (!match?.groups) {
    return 'is no image reference';
  }
  const { tag, digest } = match.groups;
  if (digest) {
    return undefined;
  }
  if (!tag) {
    return 'names neither tag nor digest';
  }
  return tag === 'latest' ? 'names the moving tag latest' : undefined;
}

/** Records a problem unless `image` is pinned by tag or digest. */
export function checkImage(problems: Problems, property: string, image: string): void {
  const fault = imageFault(image);
  if (fault) {
    problems.add(property, 'an image with a tag (not latest) or a digest', image, `it ${fault}; pin it, for example registry.example.com/team/server:v1.2.0`);
  }
}
