import { cdk8s, javascript } from 'projen';

const peers = { cdk8s: '2.70.0', constructs: '10.4.2' };

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-ml',
  description: 'Composable cdk8s constructs for machine learning on Kubernetes, judged before they are applied.',
  keywords: ['cdk8s', 'kubernetes', 'machine-learning', 'inference', 'gpu', 'mlops'],
  author: 'The cdk8s-ml authors',
  authorOrganization: true,
  authorAddress: 'cdk8s-ml@example.com',
  repositoryUrl: 'https://github.com/cdk8s-ml/cdk8s-ml.git',
  license: 'Apache-2.0',
  copyrightOwner: 'The cdk8s-ml authors',
  defaultReleaseBranch: 'main',
  projenrcTs: true,
  packageManager: javascript.NodePackageManager.NPM,
  minNodeVersion: '20.0.0',

  // One place for the versions; the peers' minimum is what development runs with.
  jsiiVersion: '~6.0.0',
  typescriptVersion: '~6.0.0',
  cdk8sVersion: peers.cdk8s,
  constructsVersion: peers.constructs,
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  // commander and yaml run in the command line only; of kubernetes-types the declarations of internal members name types, so whoever
  // compiles against the package needs them
  bundledDeps: ['commander@^14', 'kubernetes-types', 'yaml'],
  bin: { 'cdk8s-ml': 'lib/cli/main.js' },
  devDeps: [
    '@jsii/spec',
    '@types/sarif',
    'esbuild',
    'eslint-import-resolver-typescript',
    'fast-check@^4',
    'tsx',
  ],
  publishToPypi: { distName: 'cdk8s-ml', module: 'cdk8s_ml' },

  // The project tests and releases by hand (.ci/run); no hosted workflow is generated.
  github: false,
  release: false,
  buildWorkflow: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  docgen: false,
  sampleCode: false,
  readme: undefined,

  // One tsconfig for editors (src, tests, examples and bench alike), one for jsii.
  tsconfig: { fileName: 'tsconfig.lib.json', exclude: ['test', 'examples', 'bench'], compilerOptions: {} },
  tsconfigDevFile: 'tsconfig.json',
  tsconfigDev: {
    exclude: ['node_modules', 'lib', 'dist'],
    include: ['src/**/*.ts', 'test/**/*.ts', 'examples/**/*.ts', 'bench/**/*.ts'],
    compilerOptions: { rootDir: '.', paths: { 'cdk8s-ml': ['./src/index.ts'] } },
  },

  jestOptions: {
    jestVersion: '^29',
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    configFilePath: 'jest.config.json',
    jestConfig: {
      moduleNameMapper: { '^cdk8s-ml$': '<rootDir>/src/index.ts' },
      testPathIgnorePatterns: ['/node_modules/', '/lib/', '/dist/', '<rootDir>/test/(cluster|node|linters|loader|languages|package)/'],
      collectCoverage: false,
      setupFiles: ['<rootDir>/test/support/property-seed.ts'],
      testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/examples/**/*.test.ts'],
    },
  },
  eslintOptions: {
    dirs: ['src'],
    devdirs: ['test', 'examples', 'bench'],
    commandOptions: { fix: false },
  },
});

// `npm ci` refuses the optional native bindings that newer versions list.
project.package.addPackageResolutions('unrs-resolver@1.12.2');

// The rooms of the house, lowest first: a room imports from the rooms before it only. ARCHITECTURE.md tells why.
const rooms = ['border', 'cluster', 'model', 'manifest', 'reading', 'capacity', 'pod', 'platform', 'observability', 'trigger', 'task', 'serving', 'batch', 'training', 'rules', 'synth', 'cli'];
const zones = rooms.flatMap((room, i) => rooms.slice(i + 1).map((above) => ({
  target: `./src/${room}`,
  from: `./src/${above}`,
  message: `'${room}' stands below '${above}' in the house (see ARCHITECTURE.md)`,
})));
// The families of workloads stand beside each other.
const families = ['serving', 'batch', 'training'];
families.forEach((family, i) => families.slice(0, i).forEach((other) => zones.push({
  target: `./src/${family}`,
  from: `./src/${other}`,
  message: `'${family}' and '${other}' are families of workloads, which do not know each other (see ARCHITECTURE.md)`,
})));
zones.push({ target: './src/!(index.ts)', from: './src/index.ts', message: 'the barrel is for users; import the concrete file' });
project.eslint?.addRules({
  'import/no-cycle': ['error'],
  // examples import the library by its name, as users do; the type check resolves it
  'import/no-unresolved': ['error', { ignore: ['^cdk8s-ml$'] }],
  'import/no-restricted-paths': ['error', { zones }],
  '@stylistic/max-len': ['error', { code: 180, ignoreUrls: true, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreComments: true }],
});

project.npmignore?.exclude('/examples/', '/bench/', '/.ci/', '/ARCHITECTURE.md', '/tsconfig.json', '/jest.config.json', '/docs/*.ts');
project.gitignore.exclude('/dist/', '/lib/', '/.jsii', '/.cache/');

// `npm run` starts in 0.15 s where `npx projen` takes 0.6 s, so the main job does without projen.
project.package.setScript('synth', 'node --require tsx/cjs examples/synth.ts');
project.package.setScript('test:cluster', 'jest --config test/cluster/jest.config.json');
project.package.setScript('test:node', 'jest -i --config test/node/jest.config.json');
project.package.setScript('test:linters', 'jest --config test/linters/jest.config.json');
project.package.setScript('test:loader', 'jest --config test/loader/jest.config.json');
project.package.setScript('test:languages', 'jest --config test/languages/jest.config.json');
project.package.setScript('test:package', 'jest --config test/package/jest.config.json');
project.package.setScript('test:peers', 'test/peers/run');
project.package.setScript('props-table', 'node --require tsx/cjs test/support/write-props-table.ts');
project.package.setScript('bench', 'node --require tsx/cjs bench/run.ts');

// the programs that run in pods; jsii copies no files but its own
project.compileTask.exec('node -e "fs.cpSync(\'src\', \'lib\', { recursive: true, filter: (file) => /[.]py$/.test(file) || fs.statSync(file).isDirectory() })"');
project.testTask.prependExec('tsc --noEmit --project tsconfig.json');
project.synth();
