import { imageFault } from '../../src/border/image';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;

test.each([
  'nginx:1.27', 'nginxinc/nginx-unprivileged:1.27.5-alpine', 'myrepo/ml-inference:v1.2.0', 'registry.example.com:5000/team/app:v1', 'localhost:5000/app:a', 'localhost/app:a',
  '[::1]:5000/app:v1', 'ghcr.io/a/b_c/d__e/f-g:1.0_rc.1-x', `app@${DIGEST}`, `registry.example.com/app:latest@${DIGEST}`, `app:${'t'.repeat(128)}`,
])('takes %s', (image) => {
  expect(imageFault(image)).toBeUndefined();
});

test.each([
  ['app', 'names neither tag nor digest'],
  ['registry.example.com:5000/app', 'names neither tag nor digest'],
  ['app:latest', 'names the moving tag latest'],
  ['registry.example.com/team/app:latest', 'names the moving tag latest'],
  ['', 'is no image reference'],
  ['app:', 'is no image reference'],
  [':v1', 'is no image reference'],
  ['app@sha256:', 'is no image reference'],
  ['app@sha256:xyz', 'is no image reference'],
  ['App:v1', 'is no image reference'],
  ['my app:v1', 'is no image reference'],
  [' app:v1', 'is no image reference'],
  ['https://example.com/app:v1', 'is no image reference'],
  ['team//app:v1', 'is no image reference'],
  ['app:-v1', 'is no image reference'],
  [`app:${'t'.repeat(129)}`, 'is no image reference'],
])('refuses %p, which %s', (image, fault) => {
  expect(imageFault(image)).toBe(fault);
});
