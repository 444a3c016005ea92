// real containers on a shared machine: a test that a stall of the machine has spoilt is tried once more, and says what went wrong first
jest.retryTimes(1, { logErrorsBeforeRetry: true });
