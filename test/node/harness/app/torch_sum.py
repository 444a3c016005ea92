"""A PyTorch program on CPU: every process gives its rank + 1, and each has the sum over all of them."""

import torch
from torch import distributed

distributed.init_process_group('gloo')
total = torch.tensor([distributed.get_rank() + 1])
distributed.all_reduce(total)
print('sum', int(total), 'of', distributed.get_world_size(), 'by', distributed.get_backend(), flush=True)
distributed.destroy_process_group()
