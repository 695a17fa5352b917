named-condition = { $name }：{ $condition }
condition-status =
    { $status ->
        [stopped] 已停止
        [stopping] 正在停止…
        [starting] 正在启动…
       *[running] 正在运行
    }
condition-connecting = 正在连接…
condition-unreachable = 无法访问
condition-no-news = 无数据
condition-no-news-since = 无数据（上次：{ $time }）
condition-silent = 无响应
condition-pending =
    { $operation ->
        [start] 正在启动…
        [stop] 正在停止…
       *[switch] 正在切换…
    }
condition-pending-lost =
    { $operation ->
        [start] 正在启动…（无响应，观察中）
        [stop] 正在停止…（无响应，观察中）
       *[switch] 正在切换…（无响应，观察中）
    }
condition-not-found = 未找到
condition-not-understood = 命令未识别
condition-refused = 被拒绝
condition-unexpected = 意外响应
condition-stuck-in-starting = 启动迟迟未完成
condition-stuck-in-stopping = 停止迟迟未完成
condition-should-be-running = 应为运行状态
condition-should-be-stopped = 应为停止状态
condition-port-in-use = 端口被占用
condition-failed =
    { $operation ->
        [start] 启动失败
        [stop] 停止失败
       *[switch] 切换失败
    }

counted-at-fault = 异常 { $number }
counted-unreachable = 无法访问 { $number }
counted-without-news = 无数据 { $number }
counted-changing = 启停中 { $number }
counted-running = 运行 { $number }
counted-stopped = 停止 { $number }
counts-joined = { $first }，{ $rest }

server-unreachable-brief = { $server } 无法访问
parts-joined = { $first }；{ $rest }

no-projects = 未配置项目
loading = 正在读取配置…
configuration-broken = 配置有错误
monitor-silent = 监视已停止：所示内容不是最新
monitor-silent-remedy = 如果未自行恢复，请选择“退出”，然后重新启动 PEKAT Tray。
menu-operation =
    { $operation ->
        [start] 启动
        [stop] 停止
       *[switch] 切换到此项目
    }
menu-pin =
    { $operation ->
        [start] 将“启动”固定到顶部
        [stop] 将“停止”固定到顶部
       *[switch] 将“切换到此项目”固定到顶部
    }
menu-unpin =
    { $operation ->
        [start] 取消固定“启动”
        [stop] 取消固定“停止”
       *[switch] 取消固定“切换到此项目”
    }
menu-details = 详细信息…
menu-scan = 扫码…
menu-copy-path = 复制路径
menu-open-page = 打开项目页面
menu-needs-attention = 需要处理
menu-no-fault = 异常已消除
menu-more-faults = …另有 { $number } 个异常
menu-on-server = { $project }（{ $server }）
menu-switch-to = 切换到
menu-recent = 最近使用
menu-all = 全部
menu-refresh = 立即刷新
menu-open-configuration = 打开配置文件
menu-managed = 由您的组织管理
menu-add-or-remove = 添加或移除
menu-add-project = 添加项目…
menu-add-server = 添加服务器…
menu-find-projects = 查找项目…
menu-remove-server = 移除服务器
menu-remove-this-server = 移除服务器…
menu-remove = 移除…
menu-add-found = 添加在本机找到的 { $number } 个项目…
menu-autostart = 随 Windows 启动
menu-autostart-turned-off = 随 Windows 启动（已在任务管理器中禁用）
menu-autostart-for-all = 随 Windows 启动（已为所有用户设置）
menu-autostart-managed = 随 Windows 启动（由您的组织管理）
menu-about = 关于 PEKAT Tray { $version }
menu-exit = 退出
menu-icons-folded = 只显示一个图标：多于 { $number } 个无法容纳
icon-named = { $name }：{ $says }
menu-more = 更多（{ $number }）
menu-from-to = { $first } … { $last }
and-more = …还有 { $number } 项

hotkeys-taken = 已被其他程序占用的热键：
hotkeys-remedy = 请关闭该程序，或在配置中设置其他 `hotkey`。
hotkey-taken-title = { $hotkey } 已被占用
hotkey-taken-body = 其他程序正在使用该热键，因此不会执行“{ $action }”。{ $remedy }
hotkeys-taken-title = { $number } 个热键已被占用
hotkeys-taken-body = 其他程序正在使用：{ $list }。{ $remedy }

scan-title = 扫码 － PEKAT Tray
scan-prompt = 请扫描代码，或输入代码后按 Enter。
scan-elsewhere = 代码将输入到其他窗口：扫码前请先单击此处。
scan-ready = 可以扫码
scan-close = 关闭
unknown-code-title = 未知代码
unknown-code-body = 此处允许的操作中没有代码 { $code }。
other-layout-title = 请检查键盘布局
other-layout-body = 这看起来是其他键盘布局下的数字。请将扫码枪的键盘国家/地区设置为与 Windows 的键盘布局一致。
scan-not-now = 现在不能执行：{ $reason }
scan-asked = 正在等待您的回答：{ $question }
scan-not-done = 未执行。{ $condition }

add-server-title = 添加服务器
add-server-intro = 运行 Projects Manager 且已打开其 TCP 服务器的计算机。
add-project-title = 添加项目
add-project-intro = 项目在服务器自身磁盘上的文件夹。
find-projects-title = 添加找到的项目
find-projects-intro = 勾选的项目将添加到列表。不会启动或停止任何项目。
dialog-address = 地址（主机或 主机:端口）
dialog-name = 名称（可不填）
dialog-server = 服务器
dialog-folder = 服务器上的文件夹
dialog-browse = 浏览…
dialog-add = 添加
dialog-add-anyway = 仍然添加
dialog-cancel = 取消
this-computer = 本机
found-project = { $name } — { $path }（{ $server }，{ $condition }）
dialog-asking = 正在询问服务器…
dialog-searching = 正在查找…
dialog-saving = 正在保存…
note-no-address = 请输入地址，例如 { $example }。
note-not-an-address = “{ $text }”不是地址。请输入主机，或 主机:端口，例如 { $example }。
note-not-a-port = “{ $text }”不是端口。请输入 1 到 65535 之间的数字，例如 7002。
note-address-taken = { $server } 已使用此地址。请输入其他地址。
note-name-too-long = 名称超过 { $number } 个字符。请缩短。
note-name-invisible = 名称中有看不见的字符。请重新输入。
note-name-taken = 名称“{ $name }”已被使用。请换一个。
note-no-path = 请输入项目的文件夹，例如 { $example }。
note-path-too-long = 路径超过 Windows 允许的长度。请检查。
note-path-invisible = 路径中有看不见的字符。请重新输入。
note-path-not-full = 路径不完整。请输入服务器上文件夹的完整路径，例如 { $example }。
note-path-impossible = 服务器上的文件夹路径不能包含“{ $part }”。请更正。
note-path-taken = 此项目已存在，名为“{ $project }”。请输入其他文件夹。
note-server-gone = 此服务器已不在配置中。请选择其他服务器。
note-not-a-manager = { $address } 上响应的不是 Projects Manager。请检查其 TCP 服务器的端口。
note-not-found = { $address } 在 { $path } 没有项目。请检查拼写、服务器自身磁盘上是否有此路径，以及文件夹中是否有 { $file }。
note-refused = { $address } 已拒绝：“{ $excerpt }”。请在 Projects Manager 中查看该项目。
note-doubted = { $reason }如果确认无误，请选择“{ $button }”。
note-nothing-found = 没有找到新项目。请检查 Projects Manager 是否正在运行，其项目是否在 { $folder } 中，或选择“{ $menu }”。
note-nothing-picked = 未勾选任何项目。请勾选要添加的项目。

unreachable-unknown-host = 找不到名为 { $host } 的计算机。请检查地址。
unreachable-refused = { $address } 上没有程序在侦听。请在该计算机上启动 Projects Manager 并打开其 TCP 服务器，并检查该服务器是否设置成了该计算机的其他地址。
unreachable-no-route = 网络不通，无法到达 { $address }。请检查网线和地址。
unreachable-connect-timeout = { $address } 没有响应。请检查该计算机是否已开机，其防火墙是否允许此端口。
unreachable-no-answer = { $address } 接受连接，但没有响应。请检查服务器上的 Projects Manager。
unreachable-broken = { $address } 断开了连接。请检查服务器上的 Projects Manager。
unreachable-other = 无法连接到 { $address }。请检查本机的网络。
trouble-stale = { $server } 已有一段时间未就此项目作出响应。请检查服务器上的 Projects Manager。
trouble-silent = { $server } 接受连接，但没有响应。服务器可能正在执行其他客户端的操作。
trouble-not-found = { $server } 在 { $path } 没有项目。请检查路径和服务器上的文件夹。
trouble-unknown-command = { $server } 无法识别此命令。请检查 { $address } 是否为 Projects Manager（3.18 或更高版本）的 TCP 服务器。
trouble-refused = { $server } 已拒绝：“{ $excerpt }”。请在 Projects Manager 中查看 { $project }。
trouble-unexpected = { $server } 的响应“{ $excerpt }”无法识别。请检查 { $address } 是否为 Projects Manager 的 TCP 服务器。
trouble-stuck-in-starting = { $project } 在 { $server } 上启动时间过长。请在 Projects Manager 中查看。
trouble-stuck-in-stopping = { $project } 在 { $server } 上停止时间过长。请在 Projects Manager 中查看。
trouble-should-be-running =
    { $status ->
        [stopped] { $project } 在 { $server } 上已停止，但配置要求其运行。请启动它，或修改配置中的 `expect`。
        [stopping] { $project } 在 { $server } 上正在停止，但配置要求其运行。请启动它，或修改配置中的 `expect`。
        [starting] { $project } 在 { $server } 上正在启动，但配置要求其运行。请启动它，或修改配置中的 `expect`。
       *[running] { $project } 在 { $server } 上正在运行，配置要求其运行。请启动它，或修改配置中的 `expect`。
    }
trouble-should-be-stopped =
    { $status ->
        [stopped] { $project } 在 { $server } 上已停止，配置要求其停止。请停止它，或修改配置中的 `expect`。
        [stopping] { $project } 在 { $server } 上正在停止，但配置要求其停止。请停止它，或修改配置中的 `expect`。
        [starting] { $project } 在 { $server } 上正在启动，但配置要求其停止。请停止它，或修改配置中的 `expect`。
       *[running] { $project } 在 { $server } 上正在运行，但配置要求其停止。请停止它，或修改配置中的 `expect`。
    }
trouble-port-in-use = 端口已被占用。请停止使用同一端口的项目，或在 Projects Manager 中为 { $project } 指定其他端口。
trouble-given-up = 未发送任何内容：计算机曾进入睡眠状态，或出现了其他情况。请重试。
trouble-not-sent = 未发送任何内容。{ $reason }
trouble-no-answer = 请求已发送，但 { $server } 没有响应。重试之前，请查看服务器上的项目或此处显示的状态。
whereabouts =
    { $path }
    { $server }，{ $address }

action-name =
    { $operation ->
        [start] 启动 { $project }
        [stop] 停止 { $project }
       *[switch] 切换到 { $project }
    }
agreed =
    { $operation ->
        [start] { $server } 已同意启动 { $project }。
        [stop] { $server } 已同意停止 { $project }。
       *[switch] { $server } 已切换到 { $project }。
    }
done-title =
    { $operation ->
        [start] { $project } 正在运行
        [stop] { $project } 已停止
       *[switch] 已切换到 { $project }
    }
done-body =
    { $operation ->
        [start] 已在 { $server } 上启动。
        [stop] 已在 { $server } 上停止。
       *[switch] 现在正在 { $server } 上运行。
    }
already-title =
    { $operation ->
        [start] { $project } 已在运行
        [stop] { $project } 已经停止
       *[switch] { $project } 已在运行
    }
already-body = 在 { $server } 上原本就是此状态；未发送任何内容。
called-off-title =
    { $operation ->
        [start] 已取消启动 { $project }
        [stop] 已取消停止 { $project }
       *[switch] 已取消切换到 { $project }
    }
called-off-body = 完成之前，{ $server } 上收到了停止请求。
could-not-title =
    { $operation ->
        [start] 无法启动 { $project }
        [stop] 无法停止 { $project }
       *[switch] 无法切换到 { $project }
    }
settled-body =
    { $status ->
        [stopped] { $server } 已同意，但项目已停止。请在 Projects Manager 中查看。
        [stopping] { $server } 已同意，但项目正在停止。请在 Projects Manager 中查看。
        [starting] { $server } 已同意，但项目正在启动。请在 Projects Manager 中查看。
       *[running] { $server } 已同意，但项目正在运行。请在 Projects Manager 中查看。
    }
unsettled-body = { $server } 已同意，但项目尚未完成操作。请在 Projects Manager 中查看。
unknown-title =
    { $operation ->
        [start] 不确定 { $project } 是否已启动
        [stop] 不确定 { $project } 是否已停止
       *[switch] 不确定是否已切换到 { $project }
    }

refused-title =
    { $operation ->
        [start] 现在不能启动 { $project }
        [stop] 现在不能停止 { $project }
       *[switch] 现在不能切换到 { $project }
    }
not-allowed-title =
    { $operation ->
        [start] 不允许启动 { $project }
        [stop] 不允许停止 { $project }
       *[switch] 不允许切换到 { $project }
    }
refusal-not-allowed = 本机的配置不允许此操作。
refusal-managed = 固定到顶部的内容由您的组织决定。
refusal-not-configured = 该项目已不在配置中。
refusal-unreachable = 无法访问 { $server }。正在重试。
refusal-unknown = { $project } 的状态未知。请等待其状态显示。
refusal-busy =
    { $operation ->
        [start] { $project } 正在启动。请等待完成。
        [stop] { $project } 正在停止。请等待完成。
       *[switch] 正在切换到 { $project }。请等待完成。
    }
refusal-status =
    { $status ->
        [stopped] { $project } 已停止。
        [stopping] { $project } 正在停止。
        [starting] { $project } 正在启动。
       *[running] { $project } 正在运行。
    }
refusal-would-stop = 这可能会停止 { $project }，而本机的配置不允许停止它。

question-title =
    { $operation ->
        [start] 启动 { $project }？
        [stop] 停止 { $project }？
       *[switch] 切换到 { $project }？
    }
question-start = 它将在 { $server } 上启动。
question-stop = 它正在 { $server } 上运行，将被停止。
question-stop-idle = 它将在 { $server } 上停止。
question-switch = { $server } 上将停止：{ $names }。
question-switch-unsure = { $server } 上可能正在运行、若运行则将被停止：{ $names }。
question-switch-idle = { $server } 上正在运行的其他项目将停止。
names-joined = { $first }、{ $rest }
names-and-more = 另外 { $number } 个
question-keep-running = 继续运行
question-keep = 保持 { $project }
question-refrain =
    { $operation ->
        [start] 不启动
        [stop] 不停止
       *[switch] 不切换
    }
question-remove-title = 移除 { $name }？
question-remove-yes = 移除 { $name }
question-remove-project = 它将从列表中消失，其一键操作也一并移除。
question-remove-server = 它及其 { $number } 个项目和一键操作将从列表中消失。
question-remove-empty-server = 它将从列表中消失。
question-remove-harmless = 服务器上不会停止任何项目，也不会删除任何文件。
question-whole =
    { $title }

    { $body }

    确定：{ $yes }

stopped-title = { $project } 已停止
stopped-body = 不再在 { $server } 上运行。
started-title = { $project } 正在运行
started-body = 现在正在 { $server } 上运行。
recovered-title =
    { $status ->
        [stopped] { $project } 已停止
        [stopping] { $project } 正在停止
        [starting] { $project } 正在启动
       *[running] { $project } 正在运行
    }
recovered-body = { $server } 上的异常已消除。
server-down-title = { $server } 无法访问
server-up-title = { $server } 已恢复
server-up-body = 已重新响应。
unstable-title = { $name } 不稳定
unstable-project-body = 在 { $server } 上反复变化。稳定一分钟后会通知结果。
unstable-server-body = 时断时续。稳定一分钟后会通知结果。
unwatched-title =
    { $operation ->
        [start] 启动 { $project }：不再监视
        [stop] 停止 { $project }：不再监视
       *[switch] 切换到 { $project }：不再监视
    }
unwatched-body = { $server } 上的 { $project } 已不在配置中。请在 Projects Manager 中查看结果。
monitor-silent-title = 监视已停止
monitor-silent-body = 所示内容不是最新。{ $remedy }
configuration-broken-body = { $first } － 全部错误见菜单；请修改并保存文件，程序会自动读取。
configuration-broken-more-body = { $first } …还有 { $number } 项 － 全部错误见菜单；请修改并保存文件，程序会自动读取。
not-saved-title = 配置未更改
not-opened-title = 无法打开配置文件
file-none-in-demo = 这是演示：没有配置文件。请不带 --demo 启动 PEKAT Tray。
file-cannot-be-shown = 无法打开 { $path }：{ $reason }。请用文本编辑器打开。
managed-title = 由您的组织管理
managed-body = 显示哪些服务器和项目由您的组织决定。请联系管理员。
for-all-users-title = 已为所有用户设置
for-all-users-body = 此项已为本机的所有用户设置。请联系管理员更改。
not-changed-title = 不允许
found-title = 在本机找到 { $number } 个项目
found-body = 打开菜单即可添加这 { $number } 个项目。
autostart-for-all-title = 已为所有用户设置随 Windows 启动
autostart-for-all-body = 请在任务管理器的“启动应用”中为自己禁用 PEKAT Tray，或联系管理员。
autostart-managed-body = 这由您的组织决定。请联系管理员。
autostart-not-set-title = “随 Windows 启动”未更改
autostart-not-set-body = Windows 提示：{ $reason }。请在任务管理器的“启动应用”中启用或禁用。

digest-faults = { $number } 个项目异常
digest-unreachable = { $number } 个服务器无法访问
digest-unstable = { $number } 个不稳定
digest-stopped = { $number } 个项目已停止
digest-back = { $number } 个服务器已恢复
digest-well = { $number } 个项目异常已消除
digest-started = { $number } 个项目已启动
digest-title = { $first }，另有 { $number } 项变化
digest-line = { $first }：{ $rest }
digest-names = { $names } 及另外 { $number } 个

menu-snooze-hour = 暂停通知 1 小时
menu-snooze-tomorrow = 暂停通知至明天 { $time }
menu-snoozed = 通知已暂停至 { $time }
menu-end-snooze = 恢复通知
toast-open-menu = 打开菜单
not-copied-title = 未复制 { $project } 的路径
not-copied-body = 其他程序正在占用剪贴板：{ $reason }。请重试。
page-not-opened-title = 无法打开 { $project } 的页面
page-not-opened-body = 无法打开 { $page }：{ $reason }。请在浏览器中打开。

about-title = PEKAT Tray { $version }
about =
    显示、启动、停止和切换 PEKAT VISION 项目。
    本程序为独立程序，并非由 PEKAT VISION 厂商开发或认可。

    许可证：MIT 或 Apache-2.0
about-commit = 提交：{ $commit }
about-configuration = 配置：{ $path }
about-log = 日志：{ $path }
about-managed = 由您的组织管理：{ $list }
about-ignored = 因无效而被忽略的策略：
about-show-licences = 许可证…
about-show-log = 日志…
already-running = PEKAT Tray 已在运行。其图标位于任务栏的通知区域。

configuration-fine = { $path }：无误，{ $counts }
configuration-missing = { $path } 不存在；未配置任何内容
servers-counted = { $number } 个服务器
projects-counted = { $number } 个项目
actions-counted = { $number } 个操作
found-in-folder = 文件夹
found-on-page = 网页
