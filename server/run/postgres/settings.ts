import { statfsSync } from 'node:fs';
import { totalmem } from 'node:os';

const MB = 1024 * 1024;

/** Settings of the built-in Postgres: it serves one application on the same machine. */
export function serverSettings(): Record<string, string> {
  const memoryMb = totalmem() / MB;
  return {
    max_connections: '120',
    shared_buffers: `${clamp(memoryMb / 8, 128, 1024)}MB`,
    effective_cache_size: `${clamp(memoryMb / 2, 512, 16_384)}MB`,
    work_mem: '32MB',
    maintenance_work_mem: '128MB',
    // Ingest writes WAL in bursts: checkpoints by time, not by volume.
    max_wal_size: '4GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    jit: 'off',
    dynamic_shared_memory_type: sharedMemoryType(),
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
    // The log must not contain values that users sent.
    log_parameter_max_length_on_error: '0',
    log_min_error_statement: 'panic',
    // Errors of statements quote the value that they refuse: they are not logged here, but by their callers, without
    // it.
    log_min_messages: 'log',
    log_error_verbosity: 'terse',
  };
}

/** Containers often limit /dev/shm to 64 MB, where a parallel query fails: there, use memory mapped from files. */
function sharedMemoryType(): string {
  if (process.platform !== 'linux') return process.platform === 'win32' ? 'windows' : 'posix';
  try {
    const shm = statfsSync('/dev/shm');
    return shm.bavail * shm.bsize >= 256 * MB ? 'posix' : 'mmap';
  } catch {
    return 'mmap'; // no /dev/shm at all
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.min(high, Math.max(low, value)));
}
