import { Identity } from '../../../src/pod/identity/identity';
import { checked } from '../../border/checked';

const problems = (identity: Identity) => checked((found) => identity._check(found, 'identity'));

test.each([
  Identity.aws('arn:aws:iam::123456789012:role/path/reader'), Identity.aws('arn:aws-us-gov:iam::123456789012:role/reader'), Identity.aws('arn:aws-cn:iam::123456789012:role/reader'),
  Identity.gcp('reader-1@my-project.iam.gserviceaccount.com'), Identity.azure('0000AAAA-0000-0000-0000-00000000ffff'),
])('takes what the clouds give out', (identity) => {
  expect(problems(identity)).toEqual([]);
});

test.each<[Identity, string]>([
  [Identity.aws('arn:aws:iam::1234:role/reader'), "'identity.roleArn' must be of the form arn:aws:iam::123456789012:role/model-reader, got \"arn:aws:iam::1234:role/reader\"; copy it from the cloud's console"],
  [Identity.gcp('reader@gmail.com'), "'identity.serviceAccount' must be of the form model-reader@my-project.iam.gserviceaccount.com, got \"reader@gmail.com\"; copy it from the cloud's console"],
  [Identity.azure('reader'), "'identity.clientId' must be of the form 00000000-0000-0000-0000-000000000000, got \"reader\"; copy it from the cloud's console"],
])('refuses what they do not', (identity, message) => {
  expect(problems(identity)).toEqual([message]);
});
