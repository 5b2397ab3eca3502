// How many CPUs this process may use. Containers are limited by cgroup quotas, which std::thread does not know.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

#include "parallel/thread_pool.h"

namespace convolt {
namespace {

#if defined(__linux__)

int affinity() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) != 0) return static_cast<int>(std::thread::hardware_concurrency());
  return CPU_COUNT(&set);
}

/// The CPUs that quota / period allows; infinity where there is no quota.
double cpus(const std::string& quota, double period) {
  double limit = 0;
  std::istringstream(quota) >> limit;  // "max" and "-1" leave no positive number
  return limit > 0 && period > 0 ? limit / period : INFINITY;
}

double quota_v2(const std::string& directory) {
  std::ifstream file(directory + "/cpu.max");
  std::string quota;
  double period = 0;
  return file >> quota >> period ? cpus(quota, period) : INFINITY;
}

double quota_v1(const std::string& directory) {
  std::ifstream quota_file(directory + "/cpu.cfs_quota_us"), period_file(directory + "/cpu.cfs_period_us");
  std::string quota;
  double period = 0;
  return quota_file >> quota && period_file >> period ? cpus(quota, period) : INFINITY;
}

/// The tightest quota on the way from this process's control group up to the root, as each level limits those below.
template <class Quota>
double tightest(const std::string& root, std::string group, Quota quota) {
  double limit = quota(root);
  while (group.size() > 1) {
    limit = std::min(limit, quota(root + group));
    group.erase(group.rfind('/'));
  }
  return limit;
}

double cgroup_quota() {
  double limit = INFINITY;
  std::ifstream groups("/proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // "0::/path" (v2) or "4:cpu,cpuacct:/path" (v1)
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const std::string group = line.substr(second + 1);
    if (controllers == ",,") limit = std::min(limit, tightest("/sys/fs/cgroup", group, quota_v2));
    if (controllers.find(",cpu,") != std::string::npos) {
      limit = std::min(limit, tightest("/sys/fs/cgroup/cpu", group, quota_v1));
    }
  }
  return limit;
}

#else

int affinity() { return static_cast<int>(std::thread::hardware_concurrency()); }

double cgroup_quota() { return INFINITY; }

#endif

}  // namespace

int available_parallelism() {
  const double limit = std::min(static_cast<double>(affinity()), std::ceil(cgroup_quota()));
  return std::max(1, static_cast<int>(limit));
}

}  // namespace convolt
