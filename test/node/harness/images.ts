import * as fs from 'fs';
import * as path from 'path';
import { Image } from './image';
import { Layer } from './layer';

/** What holds a pod's namespaces: it sleeps, for ever. */
export function pauseImage(): Image {
  return new Image({ layers: busybox(), entrypoint: ['/bin/busybox', 'sleep', '2147483647'] });
}

/**
 * nginx in the shape of `nginxinc/nginx-unprivileged`: uid 101, port 8080, its
 * servers in `/etc/nginx/conf.d/*.conf`, what it writes in `/tmp`, its logs on
 * its output; so it runs under a read-only root with any uid.
 */
export function nginxImage(): Image {
  return new Image({
    layers: [
      Layer.debian('nginx'),
      Layer.files({
        '/etc/nginx/nginx.conf': { text: NGINX_CONF },
        '/etc/nginx/conf.d/default.conf': { text: NGINX_DEFAULT_SERVER },
        '/usr/share/nginx/html/index.html': { text: '<h1>Welcome to nginx!</h1>\n' },
        '/etc/passwd': { text: 'root:x:0:0:root:/:/sbin/nologin\nnginx:x:101:101:nginx:/:/sbin/nologin\n' },
        '/etc/group': { text: 'root:x:0:\nnginx:x:101:\n' },
      }),
      Layer.links({ '/var/log/nginx/access.log': '/dev/stdout', '/var/log/nginx/error.log': '/dev/stderr' }),
      Layer.openFolders('/tmp'),
    ],
    entrypoint: ['nginx', '-g', 'daemon off;'],
    user: '101:101',
    ports: [8080],
    stopSignal: 'SIGQUIT',
  });
}

/** A FastAPI model server that can be slow, big, busy or broken on request: see `app/server.py`. It listens on 8000. */
export function inferenceImage(): Image {
  return new Image({
    layers: [
      ...python(),
      Layer.pip('/opt/python', 'fastapi==0.165.0', 'uvicorn==0.54.0'),
      program('server.py'),
    ],
    entrypoint: ['python3', '/app/server.py'],
    env: PYTHON_ENV,
    user: '1000:1000',
    ports: [8000],
  });
}

/**
 * A client: curl, busybox as `sh`, and a load generator, `python3 /app/load.py`.
 * It waits for commands, so a pod of it is what `kubectl exec` needs.
 */
export function clientImage(): Image {
  return new Image({
    layers: [...python(), Layer.debian('curl'), ...busybox(), program('load.py')],
    entrypoint: ['/bin/busybox', 'sleep', '2147483647'],
    env: PYTHON_ENV,
    user: '1000:1000',
  });
}

/** Trainings: `train.py` counts and saves, `gang.py` finds its neighbours. See there. */
export function trainerImage(): Image {
  return new Image({
    layers: [...python(), ...busybox(), program('train.py'), program('gang.py')],
    entrypoint: ['python3', 'train.py'],
    env: PYTHON_ENV,
    user: '1000:1000',
    workingDir: '/app',
  });
}

/** A training by JAX on CPU: `jax_sum.py`. */
export const jaxImage = (): Image => wheelsImage('jax_sum.py', 'jax==0.4.38', 'jaxlib==0.4.38');

/** A training by XGBoost on CPU: `xgboost_sum.py`. */
export const xgboostImage = (): Image => wheelsImage('xgboost_sum.py', 'xgboost-cpu==3.0.5', 'numpy==2.2.6', 'scipy==1.16.3');

/** A program with wheels that use the C++ library of the system. */
function wheelsImage(script: string, ...wheels: string[]): Image {
  return new Image({
    layers: [...python(), Layer.links({ '/usr/bin/python': 'python3.11' }), Layer.debian('libstdc++6'), Layer.pip('/opt/python', ...wheels), program(script)],
    entrypoint: ['python', script],
    env: PYTHON_ENV,
    user: '1000:1000',
    workingDir: '/app',
  });
}

/**
 * A training by PyTorch on CPU: `torch_sum.py`, by torchrun. The wheels of PyPI
 * are built for CUDA and have gigabytes; Debian's has what its OpenCV draws and
 * plays with, of which what no program here loads is left out.
 */
export function torchImage(): Image {
  const libraries = `/usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`;
  return new Image({
    layers: [
      Layer.debian('python3-torch', 'libtorch-test-', 'libgl1-mesa-dri-', 'python3-sympy-', 'python3-hypothesis-'),
      // where they are installed, update-alternatives makes these
      Layer.links({ [`${libraries}/libblas.so.3`]: 'blas/libblas.so.3', [`${libraries}/liblapack.so.3`]: 'lapack/liblapack.so.3' }),
      program('torch_sum.py'),
    ],
    entrypoint: ['torchrun', 'torch_sum.py'],
    env: PYTHON_ENV,
    user: '1000:1000',
    workingDir: '/app',
  });
}

/** The program of `examples/batch-scoring`; `crash.py` is the same with crashes. */
export function scoringImage(): Image {
  const example = (name: string) => ({ copyOf: path.join(__dirname, '..', '..', '..', 'examples', 'batch-scoring', name) });
  return new Image({
    layers: [
      ...python(),
      Layer.files({ '/app/score.py': example('score.py'), '/app/stores.py': example('stores.py'), '/app/weights.json': example('weights.json') }),
      program('crash.py'),
    ],
    entrypoint: ['python3', 'score.py'],
    env: PYTHON_ENV,
    user: '1000:1000',
    workingDir: '/app',
  });
}

/** What fetches models: Python with the library for S3, and trust in one who signs certificates (`SSL_CERT_FILE=/etc/ssl/authority.crt`). */
export function loaderImage(certificate: string): Image {
  return new Image({
    layers: [...python(), Layer.pip('/opt/python', 'boto3==1.44.5', 'botocore==1.44.5'), Layer.files({ '/etc/ssl/authority.crt': { text: certificate } })],
    entrypoint: ['python3'],
    env: PYTHON_ENV,
    user: '1000:1000',
  });
}

/** kubectl and nothing else, not even a shell, for Jobs that act on the cluster. */
export function kubectlImage(programs: { readonly k8s: string; readonly kubectl: string }): Image {
  return new Image({
    layers: [
      Layer.debian('libc6'),
      Layer.files({
        '/usr/local/bin/k8s': { copyOf: programs.k8s, mode: 0o755 },
        '/usr/local/bin/kubectl': { copyOf: programs.kubectl, mode: 0o755 },
      }),
      Layer.openFolders('/tmp'),
    ],
    entrypoint: ['kubectl'],
    user: '1000:1000',
  });
}

export const PYTHON_ENV = { PYTHONPATH: '/opt/python', PYTHONUNBUFFERED: '1', PYTHONDONTWRITEBYTECODE: '1' };

/** Debian 12's Python; libgcc-s1 is for packages in Rust. */
export function python(): Layer[] {
  return [
    Layer.debian('python3.11-minimal', 'libpython3.11-stdlib', 'libssl3', 'libgcc-s1'),
    Layer.links({ '/usr/bin/python3': 'python3.11' }),
  ];
}

export function program(name: string): Layer {
  return Layer.files({ [`/app/${name}`]: { text: fs.readFileSync(path.join(__dirname, 'app', name), 'utf8') } });
}

/** A shell without libraries, with the commands that probes, hooks and curious people use. */
function busybox(): Layer[] {
  const commands = ['sh', 'sleep', 'cat', 'ls', 'echo', 'touch', 'rm', 'mkdir', 'true', 'false', 'env', 'id', 'kill', 'ps', 'dd', 'nslookup'];
  return [
    Layer.debian('busybox-static'),
    Layer.links(Object.fromEntries(commands.map(name => [`/bin/${name}`, 'busybox']))),
  ];
}

const NGINX_CONF = `worker_processes 1;
error_log /var/log/nginx/error.log notice;
pid /tmp/nginx.pid;
events { worker_connections 1024; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  client_body_temp_path /tmp/client_temp;
  proxy_temp_path /tmp/proxy_temp_path;
  fastcgi_temp_path /tmp/fastcgi_temp;
  uwsgi_temp_path /tmp/uwsgi_temp;
  scgi_temp_path /tmp/scgi_temp;
  access_log /var/log/nginx/access.log;
  sendfile on;
  keepalive_timeout 65;
  include /etc/nginx/conf.d/*.conf;
}
`;

const NGINX_DEFAULT_SERVER = `server {
  listen 8080;
  server_name localhost;
  location / {
    root /usr/share/nginx/html;
    index index.html;
  }
}
`;
