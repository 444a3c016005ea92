"""A JAX program on CPU: every process gives its number + 1, and each has the sum over all of them."""

import os

import jax
import jax.numpy as jnp
from jax.experimental import multihost_utils

# how processes on CPU talk to each other; accelerators bring their own
jax.config.update('jax_cpu_collectives_implementation', 'gloo')
jax.distributed.initialize(num_processes=int(os.environ['JAX_NUM_PROCESSES']), process_id=int(os.environ['JAX_PROCESS_ID']))
mine = jnp.array([jax.process_index() + 1])
total = int(multihost_utils.process_allgather(mine).sum())
print('sum', total, 'of', jax.process_count(), 'on', jax.default_backend(), flush=True)
