#include <algorithm>
#include <cmath>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

#include "parallel/cgroup.h"
#include "parallel/thread_pool.h"

namespace convolt {
namespace {

int affinity() {
#if defined(__linux__)
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
#endif
  return static_cast<int>(std::thread::hardware_concurrency());
}

}  // namespace

int available_parallelism() {
  const double quota = std::ceil(cgroup_cpus("/proc/self/cgroup", "/sys/fs/cgroup"));
  return std::max(1, static_cast<int>(std::min(static_cast<double>(affinity()), quota)));
}

}  // namespace convolt
