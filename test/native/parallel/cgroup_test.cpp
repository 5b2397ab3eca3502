#include "parallel/cgroup.h"

#include <doctest/doctest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>

#include "parallel/thread_pool.h"

namespace convolt::test {
namespace {

namespace fs = std::filesystem;

/// A folder that looks like /sys/fs/cgroup, beside a file that looks like /proc/self/cgroup.
class ControlGroups {
 public:
  ControlGroups() : top_(fs::temp_directory_path() / ("convolt-cgroup-" + std::to_string(std::random_device()()))) {
    fs::create_directories(root());
  }
  ~ControlGroups() { fs::remove_all(top_); }

  void write(const std::string& path, const std::string& text) const {
    fs::create_directories((top_ / path).parent_path());
    std::ofstream(top_ / path) << text << '\n';
  }

  double cpus() const { return cgroup_cpus(top_ / "membership", root()); }

 private:
  fs::path root() const { return top_ / "cgroup"; }

  const fs::path top_;
};

TEST_CASE("cgroup v2: the tightest quota from the group up to the root counts") {
  const ControlGroups groups;
  groups.write("membership", "0::/kubepods/pod1");
  CHECK(std::isinf(groups.cpus()));
  groups.write("cgroup/kubepods/pod1/cpu.max", "max 100000");
  CHECK(std::isinf(groups.cpus()));
  groups.write("cgroup/kubepods/cpu.max", "350000 100000");
  CHECK(groups.cpus() == 3.5);
  groups.write("cgroup/kubepods/pod1/cpu.max", "50000 100000");
  CHECK(groups.cpus() == 0.5);
}

TEST_CASE("cgroup v2: in a container, whose group is the root of what it sees") {
  const ControlGroups groups;
  groups.write("membership", "0::/");
  groups.write("cgroup/cpu.max", "200000 100000");
  CHECK(groups.cpus() == 2.0);
}

TEST_CASE("cgroup v1: the group of the cpu controller counts, among others") {
  const ControlGroups groups;
  groups.write("membership", "12:cpuset:/other\n4:cpu,cpuacct:/docker/abc\n0::/");
  groups.write("cgroup/cpu/docker/abc/cpu.cfs_quota_us", "-1");
  groups.write("cgroup/cpu/docker/abc/cpu.cfs_period_us", "100000");
  CHECK(std::isinf(groups.cpus()));
  groups.write("cgroup/cpu/docker/abc/cpu.cfs_quota_us", "150000");
  CHECK(groups.cpus() == 1.5);
}

TEST_CASE("cgroup: what cannot be read or parsed is no limit") {
  const ControlGroups groups;
  CHECK(std::isinf(groups.cpus()));
  groups.write("membership", "nonsense\n0::\n0::/a");
  groups.write("cgroup/cpu.max", "nonsense");
  groups.write("cgroup/a/cpu.max", "100000 0");
  CHECK(std::isinf(groups.cpus()));
}

TEST_CASE("available parallelism is at least one CPU") { CHECK(available_parallelism() >= 1); }

}  // namespace
}  // namespace convolt::test
