"""The command ``weimin``. Each subcommand is a module of this package, imported only when it is called."""

from importlib import import_module
from typing import Any

import click

from weimin import __version__

COMMANDS = {
    "up": "运行城市：网页和后台 / Run the city: web and worker together.",
    "preview": "发布之前试一试：改文件，页面跟着变 / Try a city before applying it; pages follow the files.",
    "check": "编译城市，列出所有问题 / Compile a city and list every finding.",
    "plan": "看发布会改变什么 / Show what applying a city would change.",
    "apply": "把城市发布成新的一版 / Publish a city as a new revision.",
    "schema": "写出蓝图的 JSON Schema，供编辑器用 / Write the blueprint's JSON Schema for editors.",
    "import": "导入各单位的清单和历史证照 / Take in an office's lists and old certificates.",
    "due": "算法定期限 / Compute a legal due date.",
    "feel": "计算 FEEL 表达式 / Evaluate a FEEL expression.",
    "procedure": "检查或绘制 BPMN 流程 / Check or draw a BPMN procedure.",
    "decision": "检查或运行决策表 / Check or run a decision table.",
    "certificates": "导出、批量撤销证照 / Take certificates out, revoke many.",
    "journal": "核对台账 / Verify the record.",
    "otp": "输出第二因素验证码（只限演示城市） / Print a second-factor code (demonstration cities only).",
    "rehearse": "在模拟的时间里演练一个月 / Play a month of the city in simulated time.",
    "work": "运行后台：编序、计时器、可靠的事 / Run the worker: sequencer, timers, durable work.",
    "reference": "生成参考页 / Generate the reference pages.",
    "manage": "运行 Django 管理命令 / Run a Django management command.",
}


def say_help_twice(command: click.Command, ctx: click.Context) -> None:
    """Give ``--help`` itself its line in both languages, in a command and all below it."""
    option = command.get_help_option(ctx)
    if option is not None:
        option.help = "显示本页 / Show this page and exit."
    if isinstance(command, click.Group) and not isinstance(command, LazyGroup):
        for child in command.commands.values():
            say_help_twice(child, ctx)


class LazyGroup(click.Group):
    """Knows its commands by name; a module is imported only for the command that is run."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"weimin.config.cli.{cmd_name}").command
        say_help_twice(command, ctx)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令 / Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, name="weimin")
@click.version_option(__version__, prog_name="weimin", help="显示版本 / Show the version and exit.")
def main(**_options: Any) -> None:
    """为民：一个平台办一座城市的政务。

    Weimin 为民: a whole city government on one platform.
    """


say_help_twice(main, click.Context(main))
