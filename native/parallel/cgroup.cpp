// Files are read with the C library: streams would bring the locale machinery of libstdc++ into the addon, half its size.
#include "parallel/cgroup.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

namespace convolt {
namespace {

/// The file's text; empty where it cannot be read. All the files here are a few lines long.
std::string read(const std::string& path) {
  std::FILE* file = std::fopen(path.c_str(), "r");
  if (file == nullptr) return "";
  char text[4096];
  const size_t length = std::fread(text, 1, sizeof(text), file);
  std::fclose(file);
  return std::string(text, length);
}

/// The CPUs that quota / period allows; "max" and "-1" stand for no quota.
double cpus(const std::string& quota, const std::string& period) {
  const double limit = std::strtod(quota.c_str(), nullptr) / std::strtod(period.c_str(), nullptr);
  return std::isfinite(limit) && limit > 0 ? limit : INFINITY;
}

double quota_v2(const std::string& directory) {
  const std::string text = read(directory + "/cpu.max");  // "150000 100000"
  const size_t space = text.find(' ');
  return space == std::string::npos ? INFINITY : cpus(text.substr(0, space), text.substr(space + 1));
}

double quota_v1(const std::string& directory) {
  return cpus(read(directory + "/cpu.cfs_quota_us"), read(directory + "/cpu.cfs_period_us"));
}

double tightest(const std::string& root, std::string group, double (*quota)(const std::string&)) {
  double limit = quota(root);
  while (group.size() > 1) {
    limit = std::min(limit, quota(root + group));
    group.erase(group.rfind('/'));
  }
  return limit;
}

}  // namespace

double cgroup_cpus(const std::string& membership, const std::string& root) {
  const std::string groups = read(membership);
  double limit = INFINITY;
  for (size_t start = 0; start < groups.size();) {  // "0::/path" (v2) or "4:cpu,cpuacct:/path" (v1)
    const size_t end = std::min(groups.find('\n', start), groups.size());
    const std::string line = groups.substr(start, end - start);
    start = end + 1;
    const size_t first = line.find(':'), second = line.find(':', first + 1);
    if (first == std::string::npos || second == std::string::npos || line[second + 1] != '/') continue;
    const std::string controllers = "," + line.substr(first + 1, second - first - 1) + ",";
    const std::string group = line.substr(second + 1);
    if (controllers == ",,") limit = std::min(limit, tightest(root, group, quota_v2));
    if (controllers.find(",cpu,") != std::string::npos) limit = std::min(limit, tightest(root + "/cpu", group, quota_v1));
  }
  return limit;
}

}  // namespace convolt
