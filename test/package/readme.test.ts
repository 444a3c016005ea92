import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '..', '..');
const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** The code blocks of README in one language, in their order; '' for those without. */
const blocks = (language: string) => [...README.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].filter((match) => match[1] === language).map((match) => match[2]);

/** A strict user's settings; declarations are checked too. */
const TSC = 'npx tsc --noEmit --strict --target es2022 --module nodenext --types node --esModuleInterop';

/** What a stranger does: an empty folder, the packed library, and nothing but README. */
describe('README, in an empty folder outside the repository', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-ml-user-'));
  const [program] = blocks('ts');
  const [kinds, refusal] = blocks('');
  const install = blocks('sh').find((block) => block.startsWith('npm init'))!;

  beforeAll(() => {
    execFileSync('npx', ['projen', 'compile'], { cwd: ROOT, stdio: 'inherit' });
    const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', '--json', '--silent', '--pack-destination', folder], { cwd: ROOT, encoding: 'utf8' }));
    execFileSync('sh', ['-ec', install.replace('npm install cdk8s-ml ', `npm install ./${filename} `)], { cwd: folder, stdio: 'inherit' });
    writeFileSync(join(folder, 'cdk8s.yaml'), blocks('yaml')[0]);
  });

  beforeEach(() => {
    rmSync(join(folder, 'dist'), { recursive: true, force: true });
    writeFileSync(join(folder, 'main.ts'), program);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function run(command: string): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8', env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', npm_config_loglevel: 'error' } });
    return { code: status, stdout, stderr };
  }

  test('the first program has at most 20 lines', () => {
    expect(program.trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });

  test('it writes what README shows under it', () => {
    expect(run("npx tsx main.ts && grep '^kind' dist/prod.k8s.yaml")).toMatchObject({ code: 0, stdout: kinds });
  });

  test('it is well typed', () => {
    expect(run(`${TSC} main.ts`)).toMatchObject({ code: 0, stdout: '' });
  });

  test('the recipes are well typed and synthesize', () => {
    const recipes = blocks('ts').filter((block) => /^\/\/ (what you run on|accelerators in parts|a namespace that|a language model|the model's files|work that ends)/.test(block));
    expect(recipes).toHaveLength(6);
    const names = [...new Set(recipes.join('\n').replace(/\/\/.*/g, '').match(/(?<!\.)\b[A-Z]\w+(?=\.|\()/g))].filter((name) => !['Duration', 'Size', 'JsonPatch'].includes(name));
    writeFileSync(join(folder, 'recipes.ts'), [
      "import { Duration, JsonPatch, Size } from 'cdk8s';",
      `import { MlApp, MlChart, MlNamespace, ${names.filter((name) => !['MlChart', 'MlNamespace'].includes(name)).join(', ')} } from 'cdk8s-ml';`,
      "const app = new MlApp({ outdir: 'dist/recipes' });",
      "const chart = new MlChart(app, 'recipes');",
      "const team = new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc-17' });",
      ...recipes,
      'app.synth();',
    ].join('\n'));
    expect(run(`${TSC} recipes.ts`)).toMatchObject({ code: 0, stdout: '' });
    expect(run('npx tsx recipes.ts')).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(existsSync(join(folder, 'dist/recipes/recipes.k8s.yaml'))).toBe(true);
  });

  test('the program that fetches artifacts is in the package', () => {
    const recipe = blocks('ts').find((block) => block.startsWith("// the model's files"))!;
    const names = [...new Set(recipe.replace(/\/\/.*/g, '').match(/(?<!\.)\b[A-Z]\w+(?=\.|\()/g))].filter((name) => name !== 'Size');
    writeFileSync(join(folder, 'artifact.ts'), [
      "import { Size, Testing } from 'cdk8s';",
      `import { MlChart, ${names.join(', ')} } from 'cdk8s-ml';`,
      "const team = new MlChart(Testing.app(), 'prod', { namespace: 'nlp' });",
      recipe,
      "console.log(JSON.stringify(team.toJson().find(({ kind }) => kind === 'ConfigMap').data));",
    ].join('\n'));
    const { code, stdout, stderr } = run('npx tsx artifact.ts');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const programs = (root: string) => readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.py')).sort();
    expect(programs(join(folder, 'node_modules/cdk8s-ml/lib'))).toEqual(programs(join(ROOT, 'src')));
    const loader = join(ROOT, 'src/pod/artifact/loader');
    expect(JSON.parse(stdout)).toEqual(Object.fromEntries(readdirSync(loader).filter((name) => name.endsWith('.py')).map((name) => [name, readFileSync(join(loader, name), 'utf8')])));
  });

  test('`npx cdk8s synth` writes the same bytes', () => {
    run('npx tsx main.ts');
    const direct = readFileSync(join(folder, 'dist', 'prod.k8s.yaml'), 'utf8');
    rmSync(join(folder, 'dist'), { recursive: true });
    expect(run('npx cdk8s synth').code).toBe(0);
    expect(readFileSync(join(folder, 'dist', 'prod.k8s.yaml'), 'utf8')).toBe(direct);
  });

  test('a wrong program ends with the error that README shows, without frames, and writes nothing', () => {
    writeFileSync(join(folder, 'main.ts'), program.replace('sentiment:1.2.0', 'sentiment:latest').replace('min: 2', 'min: 12'));
    const { code, stderr } = run('npx tsx main.ts');
    expect(code).toBe(1);
    expect(stderr).toContain(refusal.trimEnd());
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(join(folder, 'dist'))).toBe(false);
    expect(run('npx cdk8s synth').code).toBe(1);
  });

  describe('the plugin of cdk8s-cli', () => {
    const plugin = blocks('yaml').find((block) => block.startsWith('validations:'))!;
    const configure = (text: string) => writeFileSync(join(folder, 'cdk8s.yaml'), `${blocks('yaml')[0]}${text}`);

    afterAll(() => configure(''));

    test('passes a good program', () => {
      configure(plugin.replace('cluster: prod.yaml, ', ''));
      const { code, stdout } = run('npx cdk8s synth');
      expect(stdout).toMatch(/Status +│ +success/);
      expect(code).toBe(0);
    });

    test('fails one whose objects, of whatever library, break a rule, and names the constructs', () => {
      configure(plugin.replace('cluster: prod.yaml, ', ''));
      writeFileSync(join(folder, 'main.ts'), `
        import { ApiObject, App, Chart } from 'cdk8s';
        const chart = new Chart(new App(), 'plain');
        new ApiObject(chart, 'svc', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'chat' }, spec: { ports: [{ port: 70000 }] } });
        chart.node.root.synth();
      `.replace('chart.node.root.synth()', '(chart.node.root as App).synth()'));
      const { code, stdout } = run('npx cdk8s synth');
      expect(code).toBe(2);
      expect(stdout).toContain('ML-API-017');
      expect(stdout).toContain('Construct Path: plain/svc');
      expect(stdout).toContain("error: Service 'chat': spec.ports[0].port must be a port from 1 to 65535, got 70000");
    });

    test('tells objects of one name apart under MlApp, and refuses a property that it does not have', () => {
      configure(plugin.replace('cluster: prod.yaml, severity: { ML-IMG-001: error }', 'severity: { ML-SEC-001: error }'));
      writeFileSync(join(folder, 'main.ts'), `
        import { ApiObject, Chart } from 'cdk8s';
        import { MlApp, Rules } from 'cdk8s-ml';
        const app = new MlApp();
        Rules.of(app).off('ML-SEC-001');
        const chart = new Chart(app, 'plain');
        new ApiObject(chart, 'pod', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'chat' }, spec: { containers: [{ name: 'a', image: 'a:1' }] } });
        new ApiObject(chart, 'svc', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'chat' }, spec: { ports: [{ port: 80 }] } });
        app.synth();
      `);
      const { code, stdout } = run('npx cdk8s synth');
      expect(code).toBe(2);
      expect(stdout).toContain('Construct Path: plain/pod');
      configure(plugin.replace('cluster: prod.yaml', 'clusters: prod.yaml'));
      const refused = run('npx cdk8s synth');
      expect(refused.code).not.toBe(0);
      expect(refused.stdout + refused.stderr).toContain("[validations: MlValidation] 'clusters' is no property of the plugin; it has cluster, baseline, severity, rules, external");
    });
  });

  test('`npx cdk8s-ml check` judges a folder, with the rule of README', () => {
    const rule = blocks('ts').find((block) => block.includes('implements IRule'))!;
    writeFileSync(join(folder, 'rules.ts'), rule);
    run('npx tsx main.ts');
    expect(run(`${TSC} rules.ts`)).toMatchObject({ code: 0, stdout: '' });
    run('npx tsc --target es2022 --module nodenext --types node rules.ts');
    expect(run('npx cdk8s-ml check dist')).toMatchObject({ code: 0, stdout: '0 errors, 0 warnings in 8 objects of 1 file\n' });
    expect(run('npx cdk8s-ml check dist --rules rules.js')).toMatchObject({
      code: 1, stdout: expect.stringContaining("error ACME-IMG-001: Deployment 'sentiment' runs registry.example.com/sentiment:1.2.0; take it from registry.acme.example"),
    });
    expect(run('npx cdk8s-ml --version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test('a snapshot test of README runs', () => {
    expect(blocks('ts')[1]).toContain('Testing.synth(chart)');
    writeFileSync(join(folder, 'snapshot.ts'), `
      import { Testing } from 'cdk8s';
      import { MlApp, MlChart, MlNamespace } from 'cdk8s-ml';
      const chart = new MlChart(new MlApp(), 'prod');
      new MlNamespace(chart, 'nlp', { owner: 'nlp', costCenter: 'cc-17' });
      console.log(Testing.synth(chart).length);
    `);
    const { code, stdout } = run('npx tsx snapshot.ts');
    expect(code).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(1);
  });
});
