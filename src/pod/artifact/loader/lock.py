"""One at a time: whoever else fetches into the same place waits."""
import contextlib
import fcntl
import os


@contextlib.contextmanager
def alone(path, place, log):
    """
    Holds the lock that is the file `path`. It ends with the process, however that ends. Some network file systems have no locks, or keep them to one node:
    there two write the same bytes to the same places, and what is on the volume is read back before it counts.
    """
    descriptor = None
    try:
        descriptor = locked(path, place, log)
    except OSError as error:
        log(f'{place} cannot be locked ({error.strerror}); what is on the volume is verified all the same')
    try:
        yield
    finally:
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.remove(path)
            os.close(descriptor)


def locked(path, place, log):
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                log(f'another process fetches {place}; waiting for its end')
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            if is_file(descriptor, path):
                return descriptor
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # of one who is done, and has taken it away


def is_file(descriptor, path):
    try:
        return os.path.samestat(os.fstat(descriptor), os.stat(path))
    except FileNotFoundError:
        return False
